import type { ControlsSnapshot } from '#domain';
import { StoreUnavailable, type CommandExecutor, type KeyUsage, type WithheldJob, type WithheldStore } from '#event-log';
import { counter, type Logger } from '#observability';
import { Looks } from '../looks';
import type { Resender } from '../sweep/resender';
import type { LiveWorkers } from '../workers/live-workers';
import { MOST_AT_ONCE, roomUnder, type Room } from './room';

/** Looks of the same few milliseconds are one. */
const COALESCE_MS = 1;
/** A type that some workers of a queue have a handler for and others not goes round until it meets the right one, but not in a hurry. */
const HANDLER_PAUSE_MS = 200;
const LEADER_LOOKS_EVERY_MS = 1_000;
/** Keys looked at in one round of the leader; the next goes on from there. */
const KEYS_PER_ROUND = 500;
/** A message that was released and is neither asked for nor withheld again by then waits in a long line, or is lost: it counts no more. */
const UNDER_WAY_AT_MOST_MS = 5_000;
/** Keys with room for some and not for others: only there it matters how many are under way. */
const COUNTED = /^(concurrency|limit|rate):/;
/** The longest wait for a token before the leader's next round would have looked anyway. */
const LONGEST_WAIT_MS = 60_000;
const FAILED = 'withheld jobs could not be released; the next round will';

export interface ReleaserParts {
  readonly executor: Pick<CommandExecutor, 'run'>;
  readonly store: WithheldStore;
  readonly controls: { readonly snapshot: ControlsSnapshot };
  readonly workers: Pick<LiveWorkers, 'handles' | 'handlesType'>;
  readonly resender: Resender;
  readonly logger: Logger;
}

/**
 * Sends the messages of jobs again that were withheld, when what held them back may be free: by priority, then by age. Whoever frees a slot looks at its
 * key at once; who leads looks at every key each second and whenever something is set, so that nothing depends on the one that freed it. Only
 * the grant decides: what is released too much is withheld again.
 */
export class Releaser {
  private dirty = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private readonly rounds: Looks;
  private looking = false;
  private after = '';
  private fromTheFirst = false;
  private readonly underWay = new Map<string, Map<string, number>>();
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private readonly handlerLookedAtMs = new Map<string, number>();
  private readonly released = counter('jobsReleased').labels({});
  private stopped = false;

  constructor(private readonly parts: ReleaserParts) {
    this.rounds = new Looks(() => this.round(), { everyMs: LEADER_LOOKS_EVERY_MS, logger: parts.logger, failure: FAILED });
  }

  /** Something may be free under these keys. */
  note(keys: Iterable<string>): void {
    if (this.stopped) return;
    for (const key of keys) this.dirty.add(key);
    if (this.dirty.size > 0) this.soon();
  }

  /** From here on every key is looked at. */
  lead(): void {
    this.rounds.start();
  }

  follow(): void {
    this.rounds.stop();
  }

  /** Something else is set. */
  controlsChanged(): void {
    this.fromTheFirst = true;
    void this.rounds.now();
  }

  stop(): void {
    this.stopped = true;
    this.follow();
    clearTimeout(this.timer);
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  private async round(): Promise<void> {
    const after = this.fromTheFirst ? '' : this.after;
    this.fromTheFirst = false;
    const keys = await this.parts.store.keys(after, KEYS_PER_ROUND);
    this.after = keys.length < KEYS_PER_ROUND ? '' : (keys.at(-1) ?? '');
    this.note(keys);
  }

  private soon(): void {
    if (this.looking) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.look();
    }, COALESCE_MS);
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    const keys = [...this.dirty].filter((key) => this.mayLook(key));
    this.dirty = new Set();
    try {
      if (keys.length > 0) await this.release(keys);
    } catch (err) {
      if (!(err instanceof StoreUnavailable)) this.parts.logger.error({ err }, FAILED);
    } finally {
      this.looking = false;
      if (this.dirty.size > 0 && !this.stopped) this.soon();
    }
  }

  private async release(keys: readonly string[]): Promise<void> {
    const { store } = this.parts;
    // What is paused needs no question to the store: a long line of a paused queue costs nothing.
    const guesses = keys.map((key) => ({ key, jobs: this.roomOf(key, undefined).jobs })).filter(({ jobs }) => jobs > 0);
    if (guesses.length === 0) return;
    const open = guesses.map(({ key }) => key);
    // All at once: how long this takes is what a freed slot stands empty.
    const [usage, waiting] = await Promise.all([store.usage(open), store.first(guesses), this.forgetArrived(open)]);
    const rooms = new Map(open.map((key) => [key, this.roomOf(key, usage.get(key))]));
    const left = new Map([...rooms].map(([key, { jobs }]) => [key, jobs]));
    const found = waiting.filter(({ on }) => {
      const room = left.get(on) ?? 0;
      left.set(on, room - 1);
      return room > 0;
    });
    await this.send(found);
    const foundOf = new Map<string, number>();
    for (const { on } of found) foundOf.set(on, (foundOf.get(on) ?? 0) + 1);
    for (const [key, room] of rooms) this.lookAgain(key, room, foundOf.get(key) ?? 0);
  }

  /** @param usage undefined: as if nothing were taken, which is the most there can be */
  private roomOf(key: string, usage: KeyUsage | undefined): Room {
    const { controls, workers } = this.parts;
    const underWay = usage === undefined ? 0 : (this.underWay.get(key)?.size ?? 0);
    return roomUnder(key, { controls: controls.snapshot, usage, underWay, handled: (type) => workers.handlesType(type) });
  }

  private lookAgain(key: string, room: Room, found: number): void {
    if (room.jobs > 0 && found < room.jobs) return; // nobody waits there any more
    if (room.jobs === MOST_AT_ONCE) this.dirty.add(key);
    else if (room.againInMs !== undefined && !this.waiting.has(key)) {
      const timer = setTimeout(() => {
        this.waiting.delete(key);
        this.note([key]);
      }, Math.min(room.againInMs, LONGEST_WAIT_MS));
      this.waiting.set(key, timer);
    }
  }

  private async send(found: readonly WithheldJob[]): Promise<void> {
    const { executor, resender, workers } = this.parts;
    const jobs = found.filter(({ on, queue, type }) => !on.startsWith('handler:') || workers.handles(queue, type));
    const decided = await Promise.all(jobs.map(async (job) => ({ job, ran: await executor.run(job.jobId, { kind: 'unwithhold', on: job.on }, { patient: false }) })));
    const resent = decided.flatMap(({ job, ran }) => (ran.outcome.kind === 'resend' ? [{ ...job, id: job.jobId, queuedVersion: ran.outcome.queuedVersion }] : []));
    if (resent.length === 0) return;
    const nowMs = performance.now();
    for (const { on, jobId } of resent) {
      if (!COUNTED.test(on)) continue;
      const ofKey = this.underWay.get(on) ?? new Map<string, number>();
      ofKey.set(jobId, nowMs);
      this.underWay.set(on, ofKey);
    }
    await resender.resend(resent);
    this.released.inc(resent.length);
  }

  /** What was granted or withheld again is no longer under way. */
  private async forgetArrived(keys: readonly string[]): Promise<void> {
    const limitMs = performance.now() - UNDER_WAY_AT_MOST_MS;
    const known = keys.flatMap((key) => [...(this.underWay.get(key)?.keys() ?? [])]);
    if (known.length === 0) return;
    const out = await this.parts.store.stillOut(known);
    for (const key of keys) {
      const ofKey = this.underWay.get(key);
      if (ofKey === undefined) continue;
      for (const [jobId, atMs] of ofKey) if (atMs < limitMs || !out.has(jobId)) ofKey.delete(jobId);
      if (ofKey.size === 0) this.underWay.delete(key);
    }
  }

  private mayLook(key: string): boolean {
    if (!key.startsWith('handler:')) return true;
    const nowMs = performance.now();
    if (nowMs - (this.handlerLookedAtMs.get(key) ?? Number.NEGATIVE_INFINITY) < HANDLER_PAUSE_MS) return false;
    if (this.handlerLookedAtMs.size > 1_000) this.handlerLookedAtMs.clear();
    this.handlerLookedAtMs.set(key, nowMs);
    return true;
  }
}
