import { useSyncExternalStore } from 'react';

/** A value outside of React that components follow: what has it drawn is drawn again when it is set. */
export interface Observed<T> {
  readonly get: () => T;
  readonly set: (next: T) => void;
  readonly use: () => T;
}

export function observed<T>(first: T): Observed<T> {
  let value = first;
  const listeners = new Set<() => void>();
  const get = (): T => value;
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    get,
    set(next) {
      value = next;
      for (const listener of listeners) listener();
    },
    use: () => useSyncExternalStore(subscribe, get),
  };
}
