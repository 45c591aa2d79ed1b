import { EventSourceParserStream } from 'eventsource-parser/stream';
import { fetchSignedIn } from './session';

export interface StreamListener {
  readonly open: () => void;
  /** The stream was cut, and is taken up again; `forGood`: it was refused, and is not. */
  readonly lost: (forGood: boolean) => void;
  readonly event: (name: string, data: string) => void;
}

const AGAIN_AFTER_MS = 1_000;

/**
 * Server-sent events as whoever is signed in, which the browser's own EventSource cannot say. Like it, a stream that was cut is taken up behind the last event
 * that came. @returns what closes it
 */
export function openStream(url: string, listener: StreamListener): () => void {
  const gone = new AbortController();
  void follow(url, listener, gone.signal);
  return () => gone.abort();
}

async function follow(url: string, { open, lost, event }: StreamListener, signal: AbortSignal): Promise<void> {
  let lastId: string | undefined;
  while (!signal.aborted) {
    try {
      const answer = await fetchSignedIn(new Request(url, { signal, cache: 'no-store', headers: { accept: 'text/event-stream', ...(lastId === undefined ? {} : { 'last-event-id': lastId }) } }));
      if (answer.ok && answer.body !== null) {
        open();
        const reader = answer.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader();
        for (let next = await reader.read(); !next.done; next = await reader.read()) {
          lastId = next.value.id ?? lastId;
          event(next.value.event ?? 'message', next.value.data);
        }
      } else if (answer.status < 500) {
        return lost(true);
      }
    } catch {
      // Cut, or closed by who opened it.
    }
    if (signal.aborted) return;
    lost(false);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
  }
}
