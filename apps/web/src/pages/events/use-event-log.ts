import { useEffect, useState } from 'react';
import { openStream } from '../../data/event-stream';
import { fetchSignedIn } from '../../data/session';
import type { LoggedEvent } from './event-log';
import { withNewer } from './event-log';

export type LogState = 'connecting' | 'live' | 'away' | 'not-here';

/** What comes is drawn so often at most, however fast it comes. */
const DRAW_EVERY_MS = 200;
const RECENT = 200;

/** The log as it goes by: what the observatory remembers of the last events, then each as it is projected. A cut stream is taken up again. */
export function useEventLog(types: readonly string[]): { readonly events: readonly LoggedEvent[]; readonly state: LogState } {
  const [events, setEvents] = useState<readonly LoggedEvent[]>([]);
  const [state, setState] = useState<LogState>('connecting');
  const names = types.join();

  useEffect(() => {
    if (names === '') return undefined;
    const gone = new AbortController();
    let waiting: LoggedEvent[] = [];
    const wanted = new Set(names.split(','));
    const close = openStream('/v1/stream', {
      open: () => setState('live'),
      lost: (forGood) => setState(forGood ? 'not-here' : 'away'),
      event: (name, data) => {
        if (wanted.has(name)) waiting.push(JSON.parse(data) as LoggedEvent);
      },
    });
    const drawing = setInterval(() => {
      if (waiting.length === 0) return;
      const newer = waiting;
      waiting = [];
      setEvents((before) => withNewer(before, newer));
    }, DRAW_EVERY_MS);
    void fetchSignedIn(new Request(`/v1/events?limit=${RECENT}`, { signal: gone.signal }))
      .then(async (answer) => (answer.ok ? ((await answer.json()) as { items?: LoggedEvent[] }) : {}))
      .then(({ items = [] }) => waiting.push(...items))
      .catch(() => undefined);
    return () => {
      gone.abort();
      clearInterval(drawing);
      close();
    };
  }, [names]);

  return { events, state };
}
