import type { ObservatoryComponents } from '#observatory-client';
import { observed } from './observed';

type Freshness = ObservatoryComponents['schemas']['Freshness'];

/** What the last answer said of its age, and when it came. */
export interface Seen {
  readonly freshness: Freshness | undefined;
  /** `performance.now()` of the last answer. */
  readonly atMs: number;
  /** Why there was none, the last time one was asked for. */
  readonly failure: unknown;
}

const seen = observed<Seen>({ freshness: undefined, atMs: performance.now(), failure: undefined });

/** An answer came. */
export function noteFreshness(freshness: Freshness | undefined): void {
  const before = seen.get();
  if (freshness !== undefined && before.failure === undefined && before.freshness?.position === freshness.position && before.freshness.lagMs === freshness.lagMs && performance.now() - before.atMs < 1_000) return;
  seen.set({ freshness: freshness ?? before.freshness, atMs: performance.now(), failure: undefined });
}

/** None came. */
export function noteFailure(failure: unknown): void {
  seen.set({ ...seen.get(), failure });
}

export const useFreshness = seen.use;
