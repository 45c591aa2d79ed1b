import type { ControlsSnapshot } from '#domain';
import type { KeyUsage } from '#event-log';

/** Jobs of a key released in one round; more follow in the next. */
export const MOST_AT_ONCE = 200;

/** How many jobs that wait under a key may go now, and when to look again if not all can: undefined leaves it to what happens. */
export interface Room {
  readonly jobs: number;
  readonly againInMs?: number;
}

const NONE: Room = { jobs: 0 };
const ALL: Room = { jobs: MOST_AT_ONCE };

export interface RoomFacts {
  readonly controls: Pick<ControlsSnapshot, 'queue' | 'jobType' | 'limits'>;
  readonly usage: KeyUsage | undefined;
  /** Released under this key a moment ago, and neither granted nor withheld again yet. */
  readonly underWay: number;
  /** Whether some live worker has a handler for the type. */
  readonly handled: (type: string) => boolean;
}

/**
 * What a key has room for. A guess, and meant to be a good one: each job that is released asks for its grant anew, and the grant decides; one too many
 * is withheld once more, one too few waits for the next look. What is no longer set holds nobody back.
 */
export function roomUnder(key: string, facts: RoomFacts): Room {
  const [kind = '', first = '', second = ''] = key.split(':', 3);
  const { controls } = facts;
  switch (kind) {
    case 'queue':
      return controls.queue(first)?.paused === undefined ? ALL : NONE;
    case 'type':
      return controls.jobType(first)?.paused === undefined ? ALL : NONE;
    case 'handler':
      return facts.handled(first) ? ALL : NONE;
    case 'concurrency':
      return slots(first === 'queue' ? controls.queue(second)?.concurrency : controls.jobType(second)?.concurrency, facts);
    case 'limit':
      return slots(limitNamed(facts, first)?.concurrency, facts);
    case 'rate':
      return tokens(limitNamed(facts, first)?.rate, facts);
    default:
      return ALL;
  }
}

function limitNamed({ controls }: RoomFacts, name: string) {
  return controls.limits().find((limit) => limit.name === name);
}

function slots(limit: number | undefined, { usage, underWay }: RoomFacts): Room {
  if (limit === undefined) return ALL;
  return { jobs: between(0, limit - (usage?.inUse ?? 0) - underWay, MOST_AT_ONCE) };
}

function tokens(rate: { readonly perSecond: number; readonly burst: number } | undefined, { usage, underWay }: RoomFacts): Room {
  if (rate === undefined) return ALL;
  const { bucket } = usage ?? {};
  const now = bucket === undefined ? rate.burst : Math.min(rate.burst, bucket.tokens + (rate.perSecond * Math.max(0, bucket.ageMs)) / 1_000);
  const free = now - underWay;
  const jobs = between(0, Math.floor(free), MOST_AT_ONCE);
  // The moment the next token is there, a little later rather than a little early.
  return { jobs, againInMs: Math.ceil(((1 - (free - jobs)) / rate.perSecond) * 1_000) + 1 };
}

function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
