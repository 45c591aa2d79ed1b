import os from 'node:os';
import timersPromises from 'node:timers/promises';
import type { Scheduler } from './scheduler';
import type { SimProcess } from './sim-process';

/**
 * Gives the code of this thread virtual time: timers, clocks and chance of Node are replaced, for good, by those of the schedule that runs. A
 * timer belongs to the process in whose name it was set and dies with it. Only for a thread that does nothing else.
 */
export function useVirtualGlobals(): void {
  if (installed) return;
  installed = true;
  Object.assign(globalThis, {
    setTimeout: (work: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => new VirtualTimer(() => work(...args), ms ?? 0, false),
    setInterval: (work: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => new VirtualTimer(() => work(...args), ms ?? 0, true),
    setImmediate: (work: (...args: unknown[]) => void, ...args: unknown[]) => new VirtualTimer(() => work(...args), TURN_MS, false),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  });
  Date.now = () => Math.floor(startOfTime + scheduler().nowMs + (scheduler().running?.wallOffsetMs ?? 0));
  Math.random = () => scheduler().random.next();
  performance.now = () => scheduler().running?.monotonicMs ?? scheduler().nowMs;
  Object.defineProperty(performance, 'timeOrigin', { get: () => startOfTime + (scheduler().running?.timeOriginMs ?? 0) });
  os.uptime = () => (scheduler().running?.bootMs ?? scheduler().nowMs) / 1_000;
  timersPromises.setTimeout = virtualDelay as typeof timersPromises.setTimeout;
}

/** The schedule that runs from now on. Time goes on from schedule to schedule, so that ids made of it keep ascending. */
export function playSchedule(next: Scheduler, startMs: number): void {
  current = next;
  startOfTime = startMs;
}

/** Milliseconds since 1970 at the beginning of the schedule. */
export function startOfScheduleMs(): number {
  return startOfTime;
}

let installed = false;
let current: Scheduler | undefined;
let startOfTime = 0;

function scheduler(): Scheduler {
  if (current === undefined) throw new Error('no schedule runs');
  return current;
}

/** A turn of the event loop takes a moment. */
const TURN_MS = 0.005;

class VirtualTimer {
  private live = true;
  private readonly owner: SimProcess | undefined;
  private readonly generation: number;
  private readonly of = scheduler();

  constructor(
    private readonly work: () => void,
    private readonly ms: number,
    private readonly repeats: boolean,
  ) {
    this.owner = this.of.running;
    this.generation = this.owner?.generation ?? 0;
    this.arm();
  }

  cancel(): void {
    this.live = false;
  }

  unref(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  hasRef(): boolean {
    return false;
  }

  private arm(): void {
    // Node's timers are whole milliseconds, at least one, and never early.
    const delayMs = this.ms === TURN_MS ? TURN_MS : Math.max(1, Math.floor(this.ms)) + this.of.random.next() * 0.3;
    this.of.after(delayMs, () => {
      if (!this.live) return;
      if (this.owner === undefined) this.fire();
      else this.owner.run(this.generation, 'timer', () => this.fire());
    });
  }

  private fire(): void {
    if (!this.live) return;
    if (this.repeats) this.arm();
    else this.live = false;
    this.work();
  }
}

function clear(timer: unknown): void {
  if (timer instanceof VirtualTimer) timer.cancel();
}

function virtualDelay(ms: number, value?: unknown, options?: { signal?: AbortSignal }): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => {
      timer.cancel();
      reject(new Error('aborted'));
    };
    const timer = new VirtualTimer(
      () => {
        options?.signal?.removeEventListener('abort', aborted);
        resolve(value);
      },
      ms,
      false,
    );
    options?.signal?.addEventListener('abort', aborted);
  });
}
