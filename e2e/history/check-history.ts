import type { Envelope } from '#contracts';

/** What a client was told: a 202 for this job at this position of the log. */
export type Accepted = Readonly<{ jobId: string; position: number; idempotencyKey?: string }>;

export type HistoryVerdict = Readonly<{
  lost: string[];
  phantoms: string[];
  doubleTerminals: string[];
  positionGaps: string[];
  versionGaps: string[];
  duplicateKeys: string[];
  unfinished: string[];
  doubleOwners: string[];
  doubleEnds: string[];
}>;

const TERMINAL = new Set(['job.completed', 'job.failed', 'job.cancelled']);

/**
 * Judges a whole run from the outside, in the manner of Jepsen's history checkers: what clients were told against what the log says.
 * Every list names the offending jobs or positions; all lists empty means that the run kept its promises.
 * A request whose answer never came may have happened or not, so only acknowledged jobs can be lost; jobs beyond `accepted` are
 * phantoms only when the client did not ask for them (`attempted` keys).
 */
export function checkHistory(input: { accepted: readonly Accepted[]; attemptedKeys: ReadonlySet<string>; log: readonly Envelope[] }): HistoryVerdict {
  const verdict = { lost: [], phantoms: [], doubleTerminals: [], positionGaps: [], versionGaps: [], duplicateKeys: [], unfinished: [], doubleOwners: [], doubleEnds: [] } as Record<keyof HistoryVerdict, string[]>;
  const streams = new Map<string, Envelope[]>();
  let expected = 1;
  for (const event of input.log) {
    const stream = event.stream;
    if (!stream) {
      verdict.positionGaps.push(`an event without a position: ${event.eventId}`);
      continue;
    }
    if (stream.position !== expected) verdict.positionGaps.push(`position ${stream.position} where ${expected} was due`);
    expected = stream.position + 1;
    const events = streams.get(stream.id) ?? [];
    events.push(event);
    streams.set(stream.id, events);
  }

  const jobOfKey = new Map<string, string>();
  for (const [id, events] of streams) {
    if (!events[0]?.eventType.startsWith('job.')) continue;
    judgeStream(id, events, verdict);
    const key = (events[0].payload as { idempotencyKey?: string }).idempotencyKey;
    if (key === undefined || !input.attemptedKeys.has(key)) verdict.phantoms.push(id);
    else if (jobOfKey.has(key)) verdict.duplicateKeys.push(`${key}: ${jobOfKey.get(key)} and ${id}`);
    else jobOfKey.set(key, id);
  }

  for (const { jobId, position } of input.accepted) {
    const events = streams.get(jobId);
    if (!events) verdict.lost.push(jobId);
    else if (!events.some((event) => event.stream?.position === position)) verdict.lost.push(`${jobId} was promised position ${position}, where the log has another job`);
  }
  return verdict;
}

function judgeStream(id: string, events: readonly Envelope[], verdict: Record<keyof HistoryVerdict, string[]>): void {
  let terminals = 0;
  let openDelivery: string | undefined;
  const endedDeliveries = new Set<string>();
  events.forEach((event, index) => {
    if (event.stream?.version !== index + 1) verdict.versionGaps.push(`${id}: version ${event.stream?.version} where ${index + 1} was due`);
    // A redriven job stays as it ended, and notes which job is its next life.
    if (terminals > 0 && event.eventType !== 'job.redriven') verdict.doubleTerminals.push(`${id}: ${event.eventType} after its end`);
    const payload = event.payload as { deliveryId?: string };
    if (event.eventType === 'job.started') {
      if (openDelivery !== undefined) verdict.doubleOwners.push(`${id}: ${payload.deliveryId} started while ${openDelivery} ran`);
      openDelivery = payload.deliveryId;
    }
    const ends = event.eventType === 'job.retry_scheduled' || TERMINAL.has(event.eventType);
    if (ends && payload.deliveryId !== undefined) {
      if (endedDeliveries.has(payload.deliveryId)) verdict.doubleEnds.push(`${id}: the attempt of ${payload.deliveryId} ended twice`);
      endedDeliveries.add(payload.deliveryId);
    }
    if (event.eventType === 'job.retry_scheduled') openDelivery = undefined;
    if (TERMINAL.has(event.eventType)) {
      terminals += 1;
      openDelivery = undefined;
    }
  });
  if (terminals === 0) verdict.unfinished.push(id);
}

/** One line per broken promise; empty when all held. */
export function violations(verdict: HistoryVerdict): string[] {
  return Object.entries(verdict).flatMap(([promise, offenders]) => offenders.map((offender) => `${promise}: ${offender}`));
}
