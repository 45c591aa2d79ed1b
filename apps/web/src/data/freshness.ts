import { useSyncExternalStore } from 'react';
import type { ObservatoryComponents } from '#observatory-client';

type Freshness = ObservatoryComponents['schemas']['Freshness'];

/** What the last answer said of its age, and when it came. */
export interface Seen {
  readonly freshness: Freshness | undefined;
  /** `performance.now()` of the last answer. */
  readonly atMs: number;
  /** Why there was none, the last time one was asked for. */
  readonly failure: unknown;
}

let seen: Seen = { freshness: undefined, atMs: performance.now(), failure: undefined };
const listeners = new Set<() => void>();

function tell(next: Seen): void {
  seen = next;
  for (const listener of listeners) listener();
}

/** An answer came. */
export function noteFreshness(freshness: Freshness | undefined): void {
  if (freshness !== undefined && seen.failure === undefined && seen.freshness?.position === freshness.position && seen.freshness.lagMs === freshness.lagMs && performance.now() - seen.atMs < 1_000) return;
  tell({ freshness: freshness ?? seen.freshness, atMs: performance.now(), failure: undefined });
}

/** None came. */
export function noteFailure(failure: unknown): void {
  tell({ ...seen, failure });
}

export function useFreshness(): Seen {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => seen,
  );
}
