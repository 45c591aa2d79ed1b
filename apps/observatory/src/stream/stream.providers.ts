import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap, type Provider } from '@nestjs/common';
import { HealthRegistry, LOGGER } from '#http';
import type { Logger } from '#observability';
import { OVERVIEW, projectionName, ReadModelStore } from '#read-model';
import type { ObservatoryEnv } from '../observatory.env';
import { ReadModelAccess } from '../read-model-access/read-model-access';
import { Redaction } from '../redaction/redaction';
import { StreamHub } from './stream-hub';

/** Streams begin when the service is up, and end before it goes. */
@Injectable()
class StreamLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly hub: StreamHub,
    private readonly health: HealthRegistry,
  ) {}

  onApplicationBootstrap(): void {
    this.health.onStopping(() => this.hub.endAll());
    this.hub.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.hub.stop();
  }
}

export function streamProviders(env: Pick<ObservatoryEnv, 'OBSERVATORY_MAX_STREAMS' | 'OBSERVATORY_MAX_STREAMS_PER_ADDRESS'>): Provider[] {
  return [
    {
      provide: StreamHub,
      useFactory: (store: ReadModelStore, access: ReadModelAccess, redaction: Redaction, logger: Logger) =>
        new StreamHub(
          store.events,
          // The overview counts every event of the log, whatever it is about.
          async () => (await access.freshness()).find(({ projection }) => projection === projectionName(OVERVIEW)),
          (text) => redaction.envelopeText(text),
          { streams: env.OBSERVATORY_MAX_STREAMS, perAddress: env.OBSERVATORY_MAX_STREAMS_PER_ADDRESS },
          logger,
        ),
      inject: [ReadModelStore, ReadModelAccess, Redaction, LOGGER],
    },
    StreamLifecycle,
  ];
}
