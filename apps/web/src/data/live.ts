import { useEffect, useEffectEvent } from 'react';
import type { ObservatoryComponents } from '#observatory-client';
import { noteFreshness } from './freshness';
import { observed } from './observed';
import { queryClient } from './read';

/** What changed since the frame before, each job once, as it is now. */
export interface Changes {
  readonly position: number;
  readonly jobs: readonly { readonly id: string; readonly status: string }[];
  /** There were more than are told. */
  readonly more: boolean;
}

const listeners = new Set<(changes: Changes) => void>();
let source: EventSource | undefined;
const connected = observed(false);

function connect(): void {
  if (source !== undefined) return;
  source = new EventSource('/v1/stream?mode=changes');
  source.addEventListener('open', () => connected.set(true));
  // The browser connects again by itself; one that was refused for good is given up, and lists go on by asking.
  source.addEventListener('error', () => connected.set(false));
  source.addEventListener('freshness', (event) => noteFreshness(JSON.parse(event.data as string) as ObservatoryComponents['schemas']['Freshness']));
  source.addEventListener('changes', (event) => {
    const changes = JSON.parse(event.data as string) as Changes;
    for (const listener of listeners) listener(changes);
  });
  source.addEventListener('resync', () => void queryClient.invalidateQueries());
}

/** Hears what changes while it is on the screen; one stream for the whole page. Returns whether it is heard at all: if not, ask from time to time. */
export function useLive(onChange: (changes: Changes) => void, enabled = true): boolean {
  const listener = useEffectEvent(onChange);
  useEffect(() => {
    if (!enabled) return undefined;
    const hear = (changes: Changes): void => listener(changes);
    listeners.add(hear);
    connect();
    return () => {
      listeners.delete(hear);
      if (listeners.size > 0) return;
      source?.close();
      source = undefined;
      connected.set(false);
    };
  }, [enabled]);
  return connected.use();
}
