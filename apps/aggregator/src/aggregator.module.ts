import { type DynamicModule, Inject, Injectable, Module, type BeforeApplicationShutdown, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { HealthRegistry, LOGGER, SERVICE_IDENTITY, type ServiceIdentity } from '#http';
import { ConfirmPublisher, envelopeFactory, EnvelopeServer, expectExchanges, ServiceHeartbeat } from '#messaging';
import { counter, type Logger } from '#observability';
import { ReadModelStore } from '#read-model';
import { TOPOLOGY } from '#contracts';
import { type AggregatorEnv, retentionOf } from './aggregator.env';
import { EventsController } from './consume-events/events.controller';
import { EVENTS_TRANSPORT, EventsServer } from './consume-events/events-server';
import { DependencyState } from './dependency-state';
import { ExportMongodbController } from './export-mongodb/export-mongodb.controller';
import { GatewayFeed } from './feed/gateway-feed';
import { HeadLookService } from './project-log/head-look.service';
import { LogProjection } from './project-log/log-projection';
import { MongoReadModels } from './project-log/mongo-read-models';
import { InvariantWatch } from './project-log/invariant-watch';
import { ProjectionMetrics } from './project-log/projection-metrics';
import { READ_MODELS, readModelsWith } from './read-models/read-models';
import { JobRetention } from './retention/job-retention';
import { OldVersions } from './rebuild/old-versions';
import { ReadModelBuilder } from './rebuild/read-model-builder';
import { GatewayAuditFeed } from './record-audit/audit-feed';
import { AuditRecorder } from './record-audit/audit-recorder';
import { AttemptRecorder } from './record-attempts/attempt-recorder';
import { TelemetryController } from './record-workers/telemetry.controller';
import { TELEMETRY_TRANSPORT } from './record-workers/telemetry-server';
import { ServiceRecorder } from './record-workers/service-recorder';
import { WorkerRecorder } from './record-workers/worker-recorder';

const ENV = Symbol('AGGREGATOR_ENV');
const MONGODB = Symbol('MONGODB');
const GATEWAY = Symbol('GATEWAY');

/**
 * Telemetry is small and may wait: it must never crowd out the log. So it is taken in a few hundred messages at most ten times a second, the
 * progress of an attempt in them is written once, and what is more than that waits in a bounded queue, which drops its oldest.
 */
const TELEMETRY_PREFETCH = 500;
const MS_PER_HOUR = 3_600_000;
const BYTES_PER_MIB = 1_048_576;
/** Where an aggregator publishes to; the gateway declares them. */
const PUBLISHED = [TOPOLOGY.exchanges.telemetry.name, TOPOLOGY.exchanges.parked.name];
const TELEMETRY_GATHER = { ms: 100, below: TELEMETRY_PREFETCH + 1 } as const;

/** Opens and closes what the aggregator holds. Opening only starts to connect: a store that is down keeps nobody from asking `/readyz`. */
@Injectable()
class AggregatorLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly store: ReadModelStore,
    private readonly feed: GatewayFeed,
    private readonly parking: ConfirmPublisher,
    private readonly headLook: HeadLookService,
    private readonly projection: LogProjection,
    private readonly heartbeat: ServiceHeartbeat,
    private readonly oldVersions: OldVersions,
    private readonly retention: JobRetention,
    private readonly health: HealthRegistry,
    private readonly audit: AuditRecorder,
    private readonly auditFeed: GatewayAuditFeed,
    @Inject(EVENTS_TRANSPORT) private readonly events: EventsServer,
    @Inject(MONGODB) private readonly mongodb: DependencyState,
    @Inject(GATEWAY) private readonly gateway: DependencyState,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.health.register('mongodb', () => this.mongodb.readiness);
    this.health.register('rabbitmq', () => (this.events.connected ? { ready: true } : { ready: false, detail: 'not connected' }));
    this.health.register('gateway', () => this.gateway.readiness);
    this.health.register('read-models', () => (this.projection.place ? { ready: true } : { ready: false, detail: 'not built yet' }));
    this.health.describe('place', () => this.projection.place);
    this.health.describe('servedByTheBroker', () => this.headLook.isServed);
    this.store.open();
    await this.parking.start();
    this.heartbeat.start();
    this.headLook.start();
    this.oldVersions.start();
    this.retention.start();
    this.audit.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.oldVersions.stop();
    this.retention.stop();
    await this.audit.stop();
    await this.headLook.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    this.heartbeat.stop();
    await this.parking.stop();
    await this.feed.close();
    await this.auditFeed.close();
    await this.store.close();
  }
}

@Module({})
export class AggregatorModule {
  static of(env: AggregatorEnv): DynamicModule {
    return {
      module: AggregatorModule,
      controllers: [EventsController, TelemetryController, ExportMongodbController],
      providers: [
        { provide: ENV, useValue: env },
        { provide: MONGODB, useFactory: () => new DependencyState() },
        { provide: GATEWAY, useFactory: () => new DependencyState() },
        {
          provide: ReadModelStore,
          useFactory: (identity: ServiceIdentity) => new ReadModelStore({ url: env.MONGO_URL, database: env.MONGO_DATABASE, name: identity.instanceId }),
          inject: [SERVICE_IDENTITY],
        },
        { provide: InvariantWatch, useFactory: (logger: Logger) => new InvariantWatch(logger), inject: [LOGGER] },
        { provide: GatewayFeed, useFactory: (watch: InvariantWatch) => new GatewayFeed({ url: env.GATEWAY_URL, key: env.AGGREGATOR_GATEWAY_KEY, onHole: (hole) => watch.hole(hole) }), inject: [InvariantWatch] },
        {
          provide: ConfirmPublisher,
          useFactory: (identity: ServiceIdentity, logger: Logger) => new ConfirmPublisher({ url: env.AMQP_URL, name: `aggregator publish ${identity.instanceId}`, logger, setup: async (session) => expectExchanges(await session.createChannel(), PUBLISHED) }),
          inject: [SERVICE_IDENTITY, LOGGER],
        },
        {
          provide: EVENTS_TRANSPORT,
          useFactory: (identity: ServiceIdentity, logger: Logger, parkVia: ConfirmPublisher) =>
            new EventsServer({ url: env.AMQP_URL, name: `aggregator consume ${identity.instanceId}`, logger, parkVia, prefetch: env.AGGREGATOR_PREFETCH, maxMessages: env.AGGREGATOR_BATCH }),
          inject: [SERVICE_IDENTITY, LOGGER, ConfirmPublisher],
        },
        {
          provide: TELEMETRY_TRANSPORT,
          useFactory: (identity: ServiceIdentity, logger: Logger, parkVia: ConfirmPublisher) =>
            new EnvelopeServer({
              url: env.AMQP_URL,
              name: `aggregator telemetry ${identity.instanceId}`,
              logger,
              parkVia,
              transportId: TELEMETRY_TRANSPORT,
              queues: [{ queue: TOPOLOGY.queues.telemetry.name, prefetch: TELEMETRY_PREFETCH, maxMessages: TELEMETRY_PREFETCH, gather: TELEMETRY_GATHER }],
            }),
          inject: [SERVICE_IDENTITY, LOGGER, ConfirmPublisher],
        },
        {
          provide: ReadModelBuilder,
          useFactory: (store: ReadModelStore, feed: GatewayFeed, watch: InvariantWatch, retention: JobRetention, identity: ServiceIdentity, logger: Logger) =>
            new ReadModelBuilder(store, feed, {
              trim: (built) => retention.trim(built),
              holder: identity.instanceId,
              onGap: (event) => watch.gap(event),
              onBuilt: ({ projections, reason, events, durationMs }) => {
                counter('rebuilds').labels({ reason }).inc(projections.length);
                logger.info({ projections, reason, events, durationMs: Math.round(durationMs) }, 'read models were built from the start of the log');
              },
            }),
          inject: [ReadModelStore, GatewayFeed, InvariantWatch, JobRetention, SERVICE_IDENTITY, LOGGER],
        },
        {
          provide: LogProjection,
          useFactory: (store: ReadModelStore, feed: GatewayFeed, builder: ReadModelBuilder, watch: InvariantWatch, logger: Logger) =>
            new LogProjection(new MongoReadModels(store, readModelsWith((jobs) => watch.over(jobs)), env.AGGREGATOR_RING_MIB * BYTES_PER_MIB), feed, builder, new ProjectionMetrics(logger), (event) => watch.gap(event)),
          inject: [ReadModelStore, GatewayFeed, ReadModelBuilder, InvariantWatch, LOGGER],
        },
        {
          provide: HeadLookService,
          useFactory: (projection: LogProjection, store: ReadModelStore, events: EventsServer, mongodb: DependencyState, gateway: DependencyState, logger: Logger) =>
            new HeadLookService(projection, store, events, { mongodb, gateway }, logger),
          inject: [LogProjection, ReadModelStore, EVENTS_TRANSPORT, MONGODB, GATEWAY, LOGGER],
        },
        { provide: AttemptRecorder, useFactory: (store: ReadModelStore) => new AttemptRecorder(store, { keptForMs: env.AGGREGATOR_TELEMETRY_HOURS * MS_PER_HOUR, maxBytes: env.AGGREGATOR_TELEMETRY_MIB * BYTES_PER_MIB }), inject: [ReadModelStore] },
        {
          provide: ServiceHeartbeat,
          useFactory: (publisher: ConfirmPublisher, identity: ServiceIdentity, health: HealthRegistry) =>
            new ServiceHeartbeat({ publisher, makeEnvelope: envelopeFactory({ service: identity.service, instanceId: identity.instanceId, version: identity.version }), identity, checks: () => health.read() }),
          inject: [ConfirmPublisher, SERVICE_IDENTITY, HealthRegistry],
        },
        { provide: JobRetention, useFactory: (store: ReadModelStore, logger: Logger) => new JobRetention(store, retentionOf(env), logger), inject: [ReadModelStore, LOGGER] },
        { provide: OldVersions, useFactory: (store: ReadModelStore, logger: Logger) => new OldVersions(store, READ_MODELS.map(({ model }) => model), logger), inject: [ReadModelStore, LOGGER] },
        { provide: GatewayAuditFeed, useFactory: () => new GatewayAuditFeed({ url: env.GATEWAY_URL, key: env.AGGREGATOR_GATEWAY_KEY }) },
        { provide: AuditRecorder, useFactory: (store: ReadModelStore, feed: GatewayAuditFeed, logger: Logger) => new AuditRecorder(store, feed, logger), inject: [ReadModelStore, GatewayAuditFeed, LOGGER] },
        { provide: ServiceRecorder, useFactory: (store: ReadModelStore) => new ServiceRecorder(store), inject: [ReadModelStore] },
        { provide: WorkerRecorder, useFactory: (store: ReadModelStore) => new WorkerRecorder(store), inject: [ReadModelStore] },
        AggregatorLifecycle,
      ],
    };
  }

  /** Connects the two queues; for the `configure` of `createService`. */
  static connect(app: INestApplication): void {
    app.connectMicroservice({ strategy: app.get<EventsServer>(EVENTS_TRANSPORT) });
    app.connectMicroservice({ strategy: app.get<EnvelopeServer>(TELEMETRY_TRANSPORT) });
  }
}
