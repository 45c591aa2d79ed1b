import { TOPOLOGY } from '#contracts';
import { EnvelopeServer, type EnvelopeServerOptions } from '#messaging';
import type { BrokerActivity } from '../project-log/head-look.service';

/** Names the transport that brings the log; also its injection token. */
export const EVENTS_TRANSPORT = Symbol('EVENTS_TRANSPORT');

/** The log as the broker brings it, to one aggregator at a time. */
export class EventsServer extends EnvelopeServer implements BrokerActivity {
  connectedSinceMs: number | undefined;
  deliveredAtMs: number | undefined;

  constructor(options: Pick<EnvelopeServerOptions, 'url' | 'name' | 'logger' | 'parkVia'> & { prefetch: number; maxMessages: number }) {
    const { prefetch, maxMessages, ...rest } = options;
    super({ ...rest, transportId: EVENTS_TRANSPORT, queues: [{ queue: TOPOLOGY.queues.events.name, prefetch, maxMessages }] });
    this.onUp(() => (this.connectedSinceMs = performance.now()));
    this.onDown(() => (this.connectedSinceMs = undefined));
  }

  delivered(): void {
    this.deliveredAtMs = performance.now();
  }
}
