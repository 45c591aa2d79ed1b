import { useEffect, useEffectEvent } from 'react';
import type { ObservatoryComponents } from '#observatory-client';
import { openStream } from './event-stream';
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
let close: (() => void) | undefined;
const connected = observed(false);

function connect(): void {
  close ??= openStream('/v1/stream?mode=changes', {
    open: () => connected.set(true),
    // It is taken up again; one that was refused for good is given up, and lists go on by asking.
    lost: () => connected.set(false),
    event(name, data) {
      if (name === 'freshness') noteFreshness(JSON.parse(data) as ObservatoryComponents['schemas']['Freshness']);
      if (name === 'resync') void queryClient.invalidateQueries();
      if (name !== 'changes') return;
      const changes = JSON.parse(data) as Changes;
      for (const listener of listeners) listener(changes);
    },
  });
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
      close?.();
      close = undefined;
      connected.set(false);
    };
  }, [enabled]);
  return connected.use();
}
