import { TOPOLOGY } from '#contracts';
import { EnvelopeServer, type EnvelopeServerOptions } from '#messaging';
import type { BrokerActivity } from '../project-log/head-look.service';

/** Names the transport that brings the log; also its injection token. */
export const EVENTS_TRANSPORT = Symbol('EVENTS_TRANSPORT');

/**
 * A batch has a fixed cost of half a dozen majority writes, whether it holds one event or hundreds; without this pause a steady trickle would
 * keep two cores busy with batches of three, and the first event of a job would compete with the job's own start. A quarter of a second is
 * what readers were promised.
 */
const GATHER = { ms: 20, below: 256 } as const;

/** The log as the broker brings it, to one aggregator at a time. */
export class EventsServer extends EnvelopeServer implements BrokerActivity {
  connectedSinceMs: number | undefined;
  deliveredAtMs: number | undefined;

  constructor(options: Pick<EnvelopeServerOptions, 'url' | 'name' | 'logger' | 'parkVia'> & { prefetch: number; maxMessages: number }) {
    const { prefetch, maxMessages, ...rest } = options;
    super({ ...rest, transportId: EVENTS_TRANSPORT, queues: [{ queue: TOPOLOGY.queues.events.name, prefetch, maxMessages, gather: GATHER }] });
    this.onUp(() => (this.connectedSinceMs = performance.now()));
    this.onDown(() => (this.connectedSinceMs = undefined));
  }

  delivered(): void {
    this.deliveredAtMs = performance.now();
  }
}
