import { constants, monitorEventLoopDelay, performance, PerformanceObserver } from 'node:perf_hooks';

export interface DelayFigures {
  /** Over so many seconds, up to now. */
  readonly overSeconds: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Share of the time that the loop was at work, 0 to 1, since it is watched. */
  readonly utilization: number;
}

export type GcKind = 'minor' | 'major' | 'incremental' | 'weak_callbacks';

export interface GcFigures {
  readonly kind: GcKind;
  readonly count: number;
  readonly totalMs: number;
  readonly maxMs: number;
}

/** How often the loop is asked whether it is late. What it measures is the time between two of these, so one is taken off. */
const RESOLUTION_MS = 10;
const WINDOW_MS = 60_000;

const GC_KINDS: Readonly<Record<number, GcKind>> = {
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'minor',
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'major',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'incremental',
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: 'weak_callbacks',
};

/**
 * Watches the event loop and the garbage collector. Delays are kept twice, each begun anew every two minutes, in turns: what is read is the one that has been
 * kept longer, so it covers the last one to two minutes.
 */
export class ProcessWatch {
  private readonly delays: [Delay, Delay] = [new Delay(), new Delay()];
  private readonly gc = new Map<GcKind, { count: number; totalMs: number; maxMs: number }>();
  private readonly loopAtStart = performance.eventLoopUtilization();
  private readonly observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) this.noteGc((entry as { detail?: { kind?: number } }).detail?.kind ?? 0, entry.duration);
  });
  private readonly turner: NodeJS.Timeout;

  constructor() {
    this.observer.observe({ entryTypes: ['gc'] });
    this.turner = setInterval(() => {
      this.delays.reverse();
      this.delays[1].begin();
    }, WINDOW_MS);
    this.turner.unref();
  }

  stop(): void {
    clearInterval(this.turner);
    this.observer.disconnect();
    for (const delay of this.delays) delay.stop();
  }

  eventLoop(): DelayFigures {
    return { ...this.delays[0].read(), utilization: performance.eventLoopUtilization(this.loopAtStart).utilization };
  }

  collections(): GcFigures[] {
    return [...this.gc].map(([kind, figures]) => ({ kind, ...figures }));
  }

  private noteGc(kind: number, ms: number): void {
    const name = GC_KINDS[kind];
    if (name === undefined) return;
    const before = this.gc.get(name) ?? { count: 0, totalMs: 0, maxMs: 0 };
    this.gc.set(name, { count: before.count + 1, totalMs: before.totalMs + ms, maxMs: Math.max(before.maxMs, ms) });
  }
}

class Delay {
  private readonly histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private beganAtMs = performance.now();

  constructor() {
    this.histogram.enable();
  }

  begin(): void {
    this.histogram.reset();
    this.beganAtMs = performance.now();
  }

  stop(): void {
    this.histogram.disable();
  }

  read(): Omit<DelayFigures, 'utilization'> {
    const at = (percentile: number): number => lateMs(this.histogram.percentile(percentile));
    const overSeconds = (performance.now() - this.beganAtMs) / 1_000;
    if (this.histogram.count === 0) return { overSeconds, meanMs: 0, p50Ms: 0, p90Ms: 0, p99Ms: 0, maxMs: 0 };
    return { overSeconds, meanMs: lateMs(this.histogram.mean), p50Ms: at(50), p90Ms: at(90), p99Ms: at(99), maxMs: lateMs(this.histogram.max) };
  }
}

function lateMs(ns: number): number {
  return Math.max(0, ns / 1_000_000 - RESOLUTION_MS);
}
