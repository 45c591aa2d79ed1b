import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { ObservatoryComponents } from '#observatory-client';
import type { Settings } from '../tui.env';

export type Envelope = ObservatoryComponents['schemas']['JobEventsResponse']['items'][number];

/** The observatory that was asked is of a version without a stream. */
export class NoStreamError extends Error {
  override readonly name = 'NoStreamError';

  constructor(readonly status: number) {
    super(status === 404 ? 'this observatory offers no stream of events' : `the stream answered ${status}`);
  }
}

/** Events as they are projected. Ends when the connection does: who wants more begins again after the last position. */
export async function* streamEvents({ observatoryUrl, headers }: Pick<Settings, 'observatoryUrl' | 'headers'>, query: Readonly<Record<string, string | undefined>>, signal: AbortSignal, lastPosition?: string): AsyncGenerator<{ id: string; envelope: Envelope }> {
  const url = new URL(`${observatoryUrl}/v1/stream`);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.append(name, value);
  const response = await fetch(url, { signal, headers: { ...headers, accept: 'text/event-stream', ...(lastPosition === undefined ? {} : { 'last-event-id': lastPosition }) } });
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new NoStreamError(response.status);
  }
  const messages = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  for await (const { id = '', data, event } of messages) {
    const envelope = parse(data);
    if (envelope === undefined || event === undefined) continue;
    yield { id, envelope };
  }
}

function parse(data: string): Envelope | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null && 'eventType' in value && 'payload' in value ? (value as Envelope) : undefined;
  } catch {
    return undefined;
  }
}
