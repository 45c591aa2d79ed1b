import { Inject, Injectable, Module, type BeforeApplicationShutdown, type DynamicModule, type INestApplication, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { TOPOLOGY } from '#contracts';
import { HealthRegistry, LOGGER, SERVICE_IDENTITY, type ServiceIdentity } from '#http';
import { ConfirmPublisher, envelopeFactory, EnvelopeServer, expectExchanges, JobConsumer, Parking, ServiceHeartbeat, type EnvelopeMaker } from '#messaging';
import type { Logger } from '#observability';
import { DataKeys, KeyEncryptionKeys } from '#sealing';
import { jobHandlers } from './handlers/handlers';
import { ControlController } from './hear-gateway/control.controller';
import { AttemptRunner } from './run-attempt/attempt-runner';
import { GatewayKeys } from './open-job/gateway-keys';
import { HandlerRegistry } from './run-attempt/handler-registry';
import { WorkerHeartbeatSender } from './show-signs-of-life/worker-heartbeat';
import { WORKER_ID, workerIdOf } from './worker-identity';
import type { WorkerEnv } from './worker.env';

const ENV = Symbol('WORKER_ENV');
const MAKE_ENVELOPE = Symbol('MAKE_ENVELOPE');

/** Where a worker publishes to; the gateway declares them. */
const PUBLISHED = [TOPOLOGY.exchanges.reports.name, TOPOLOGY.exchanges.telemetry.name, TOPOLOGY.exchanges.parked.name];

/** Answers come in bursts as large as the asks; none of them is large. */
const CONTROL_PREFETCH = 1_000;

/** Opens and closes what the worker holds. Opening only starts to connect: a broker that is down keeps nobody from asking `/readyz`. */
@Injectable()
class WorkerLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly publisher: ConfirmPublisher,
    private readonly server: EnvelopeServer,
    private readonly runner: AttemptRunner,
    private readonly heartbeat: WorkerHeartbeatSender,
    private readonly serviceHeartbeat: ServiceHeartbeat,
    private readonly health: HealthRegistry,
    @Inject(ENV) private readonly env: WorkerEnv,
    @Inject(WORKER_ID) private readonly workerId: string,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.health.register('rabbitmq', () => {
      const faults: string[] = [];
      if (!this.publisher.connected) faults.push('not connected to publish');
      if (!this.server.connected) faults.push('not connected to consume');
      if (this.publisher.blocked) faults.push('publishing is blocked by an alarm');
      return faults.length === 0 ? { ready: true } : { ready: false, detail: faults.join('; ') };
    });
    this.health.describe('workerId', () => this.workerId);
    this.health.describe('slots', () => ({ all: this.env.WORKER_SLOTS, busy: this.runner.busy, paused: this.runner.paused }));
    this.health.describe('queues', () => this.env.WORKER_QUEUES);
    await this.publisher.start();
    this.heartbeat.start();
    this.serviceHeartbeat.start();
  }

  /** While the connections are still up: hands back what has not started, waits for what runs. */
  async beforeApplicationShutdown(): Promise<void> {
    const stopped = this.runner.stop(this.env.WORKER_GRACE_MS);
    this.heartbeat.beat();
    const clean = await stopped;
    if (!clean) this.logger.warn({ running: this.runner.runningJobs }, 'attempts are left behind; the gateway will find them lost and run them again');
  }

  async onApplicationShutdown(): Promise<void> {
    this.heartbeat.stop();
    this.serviceHeartbeat.stop();
    await this.publisher.stop();
  }
}

@Module({})
export class WorkerModule {
  static of(env: WorkerEnv): DynamicModule {
    return {
      module: WorkerModule,
      controllers: [ControlController],
      providers: [
        { provide: ENV, useValue: env },
        { provide: WORKER_ID, useFactory: (identity: ServiceIdentity) => workerIdOf(identity, env), inject: [SERVICE_IDENTITY] },
        { provide: HandlerRegistry, useFactory: () => new HandlerRegistry(jobHandlers(env)) },
        {
          provide: MAKE_ENVELOPE,
          useFactory: ({ service, instanceId, version }: ServiceIdentity) => envelopeFactory({ service, instanceId, version }),
          inject: [SERVICE_IDENTITY],
        },
        {
          provide: ConfirmPublisher,
          useFactory: (workerId: string, logger: Logger) =>
            new ConfirmPublisher({
              url: env.AMQP_URL,
              name: `worker publish ${workerId}`,
              appId: 'worker',
              logger,
              setup: async (session) => expectExchanges(await session.createChannel(), PUBLISHED),
            }),
          inject: [WORKER_ID, LOGGER],
        },
        {
          provide: AttemptRunner,
          useFactory: (workerId: string, registry: HandlerRegistry, publisher: ConfirmPublisher, make: EnvelopeMaker, logger: Logger) =>
            new AttemptRunner({ workerId, slots: env.WORKER_SLOTS, cancelGraceMs: env.WORKER_CANCEL_GRACE_MS, registry, publisher, makeEnvelope: make, logger, keys: dataKeysOf(env) }),
          inject: [WORKER_ID, HandlerRegistry, ConfirmPublisher, MAKE_ENVELOPE, LOGGER],
        },
        {
          provide: JobConsumer,
          useFactory: (runner: AttemptRunner, publisher: ConfirmPublisher, make: EnvelopeMaker, workerId: string, logger: Logger) => {
            const consumer = new JobConsumer({
              queues: env.WORKER_QUEUES,
              parking: new Parking(publisher, logger),
              logger,
              onDelivery: (delivery) => runner.delivered(delivery),
              onReset: () => runner.feed({ kind: 'consumer_down' }),
              onParked: ({ queue, reason, jobId }) => {
                const { envelope, body } = make('job.parked', { queue, reason, ...(jobId === undefined ? {} : { jobId }) }, { correlationId: workerId });
                return publisher.publish('observatory.reports', 'job.parked', body, { eventType: 'job.parked', eventId: envelope.eventId });
              },
            });
            runner.consumeFrom(consumer);
            return consumer;
          },
          inject: [AttemptRunner, ConfirmPublisher, MAKE_ENVELOPE, WORKER_ID, LOGGER],
        },
        {
          provide: EnvelopeServer,
          useFactory: (workerId: string, consumer: JobConsumer, runner: AttemptRunner, publisher: ConfirmPublisher, logger: Logger) => {
            const server = new EnvelopeServer({
              url: env.AMQP_URL,
              name: `worker consume ${workerId}`,
              logger,
              parkVia: publisher,
              queues: [{ control: { id: workerId, keys: [workerId] }, prefetch: CONTROL_PREFETCH, maxMessages: CONTROL_PREFETCH }],
              alongside: (session) => consumer.consumeOn(session),
            });
            server.onUp(() => runner.feed({ kind: 'consumer_up' }));
            server.onDown(() => runner.feed({ kind: 'consumer_down' }));
            return server;
          },
          inject: [WORKER_ID, JobConsumer, AttemptRunner, ConfirmPublisher, LOGGER],
        },
        {
          provide: WorkerHeartbeatSender,
          useFactory: (publisher: ConfirmPublisher, runner: AttemptRunner, registry: HandlerRegistry, make: EnvelopeMaker, workerId: string, identity: ServiceIdentity) => {
            const about = { correlationId: workerId };
            const { service, version, startedAt } = identity;
            const facts = { workerId, version, startedAt: startedAt.toISOString(), slots: env.WORKER_SLOTS, queues: [...env.WORKER_QUEUES], types: registry.types };
            return new WorkerHeartbeatSender(
              publisher,
              () => make('worker.announced', facts, about),
              () => make('worker.heartbeat', { ...facts, service, busy: runner.busy, running: runner.runningJobs.slice(0, 1_000), paused: runner.paused, draining: runner.draining }, about),
            );
          },
          inject: [ConfirmPublisher, AttemptRunner, HandlerRegistry, MAKE_ENVELOPE, WORKER_ID, SERVICE_IDENTITY],
        },
        {
          provide: ServiceHeartbeat,
          useFactory: (publisher: ConfirmPublisher, makeEnvelope: EnvelopeMaker, identity: ServiceIdentity, health: HealthRegistry) => new ServiceHeartbeat({ publisher, makeEnvelope, identity, checks: () => health.read() }),
          inject: [ConfirmPublisher, MAKE_ENVELOPE, SERVICE_IDENTITY, HealthRegistry],
        },
        WorkerLifecycle,
      ],
    };
  }

  /** Connects the control queue and the job queues; for the `configure` of `createService`. */
  static connect(app: INestApplication): void {
    app.connectMicroservice({ strategy: app.get(EnvelopeServer) });
  }
}

function dataKeysOf({ ENCRYPTION_KEYS, GATEWAY_URL, WORKER_GATEWAY_KEY }: WorkerEnv): DataKeys | undefined {
  return ENCRYPTION_KEYS.length === 0 ? undefined : new DataKeys(new KeyEncryptionKeys(ENCRYPTION_KEYS), new GatewayKeys(GATEWAY_URL, WORKER_GATEWAY_KEY));
}
