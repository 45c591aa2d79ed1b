import { Inject, Injectable, Module, type BeforeApplicationShutdown, type DynamicModule, type INestApplication, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { TOPOLOGY } from '#contracts';
import { HealthRegistry, LOGGER, SERVICE_IDENTITY, type ServiceIdentity } from '#http';
import { assertTopology, ConfirmPublisher, envelopeFactory, EnvelopeServer, ServiceHeartbeat } from '#messaging';
import type { PolicyInForce } from '#governance';
import { Gatekeeper, keyEnvironmentOf } from '#identity';
import type { Logger } from '#observability';
import { AuditController } from './audit/audit.controller';
import { auditProviders } from './audit/audit.providers';
import { AuditWriter } from './audit/audit-writer';
import { AlertsController } from './alerts/alerts.controller';
import { alertProviders } from './alerts/alerts.providers';
import { prepareWebhookRoute } from './alerts/webhook-route';
import { CancelJobController } from './cancel-job/cancel-job.controller';
import { Engine } from './engine/engine';
import { ReportsController } from './engine/reports/reports.controller';
import type { GatewayEnv } from './gateway.env';
import { DecisionLog } from './governance/decision-log';
import { GOVERNANCE_CONTROLLERS, governanceProviders } from './governance/governance.providers';
import { GetJobController } from './get-job/get-job.controller';
import { signWithName } from './identity/sign-with-name';
import { IDENTITY_CONTROLLERS, identityProviders } from './identity/identity.providers';
import { ListAttemptsController } from './list-attempts/list-attempts.controller';
import { OPERATION_CONTROLLERS, operationProviders } from './operations/operations.providers';
import { DEFAULT_QUEUE, JobQueues } from './queues/job-queues';
import { LogWaiter } from './read-events/log-waiter';
import { limitProviders, type LimitParts } from './rate-limits/rate-limits.providers';
import { ReadEventsController } from './read-events/read-events.controller';
import { SchedulesController } from './schedules/schedules.controller';
import { scheduleProviders } from './schedules/schedules.providers';
import { SETTING_CONTROLLERS, settingProviders } from './set-controls/set-controls.providers';
import { SEALING_CONTROLLERS, sealingProviders } from './seal-jobs/sealing.providers';
import { GatewayStore } from './store/gateway-store';
import { prepareBulkRoute } from './submit-job/bulk-route';
import { SubmitBulkController } from './submit-job/submit-bulk.controller';
import { SubmitJobController } from './submit-job/submit-job.controller';
import { ForgetTickets } from './tickets/forget-tickets';
import { prepareTicketRoute } from './tickets/ticket-route';
import { TicketsController } from './tickets/tickets.controller';
import { ticketProviders, type TicketParts } from './tickets/tickets.providers';

const ENV = Symbol('GATEWAY_ENV');
const RELAY_PUBLISHER = Symbol('RELAY_PUBLISHER');
const CONTROL_PUBLISHER = Symbol('CONTROL_PUBLISHER');
const REPORTS_SERVER = Symbol('REPORTS_SERVER');

/** Bounds what is held in memory; a report message holds up to 256 asks. */
const REPORTS_PREFETCH = 1_000;
const REPORTS_PER_BATCH = 256;

/** Opens and closes what the gateway holds. Opening only starts to connect: a store that is down keeps nobody from asking `/readyz`. */
@Injectable()
class GatewayLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    @Inject(ENV) private readonly env: GatewayEnv,
    private readonly store: GatewayStore,
    private readonly queues: JobQueues,
    private readonly engine: Engine,
    private readonly waiter: LogWaiter,
    private readonly heartbeat: ServiceHeartbeat,
    private readonly health: HealthRegistry,
    @Inject(RELAY_PUBLISHER) private readonly relayPublisher: ConfirmPublisher,
    @Inject(CONTROL_PUBLISHER) private readonly controlPublisher: ConfirmPublisher,
    @Inject(REPORTS_SERVER) private readonly reports: EnvelopeServer,
    private readonly forgetTickets: ForgetTickets,
    private readonly audit: AuditWriter,
    private readonly decisions: DecisionLog,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const runsEngine = this.env.GATEWAY_ROLES.includes('engine');
    this.health.register('postgres', () => this.store.readiness);
    this.health.register('rabbitmq', () => {
      const up = this.controlPublisher.connected && this.queues.connected && (!runsEngine || (this.relayPublisher.connected && this.reports.connected));
      return up ? { ready: true } : { ready: false, detail: 'not connected' };
    });
    this.health.describe('roles', () => this.env.GATEWAY_ROLES);
    this.health.describe('relay', () => ({ leads: this.engine.relay.leads, cursor: this.engine.relay.cursor ?? null }));
    this.health.describe('log', () => ({ head: this.store.executor.knownHead, tick: this.store.executor.knownTick }));
    this.store.onCommitted((events) => this.waiter.grown(events.at(-1)?.position ?? 0));
    this.engine.onWoken(() => void this.waiter.look());
    this.store.start();
    if (this.env.GATEWAY_AUDIT === 'on') this.audit.start();
    this.queues.start();
    if (runsEngine) await this.relayPublisher.start();
    await this.controlPublisher.start();
    this.heartbeat.start();
    this.forgetTickets.start();
    this.engine.start();
    this.openDefaultQueue();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.waiter.stop();
    this.forgetTickets.stop();
    this.store.executor.abandon();
    await this.engine.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    this.heartbeat.stop();
    await this.relayPublisher.stop();
    await this.controlPublisher.stop();
    await this.queues.stop();
    await this.audit.stop();
    this.decisions.flush();
    await this.store.stop();
  }

  /** So that the first job of all need not wait for its queue, and workers find it. */
  private openDefaultQueue(): void {
    const again = setInterval(() => {
      if (!this.queues.connected || !this.store.readiness.ready) return;
      this.queues.open(DEFAULT_QUEUE).then(
        () => clearInterval(again),
        () => undefined,
      );
    }, 100);
    again.unref();
  }
}

@Module({})
export class GatewayModule {
  static of(env: GatewayEnv, tickets: TicketParts, gatekeeper: Gatekeeper, limits: LimitParts, policy: PolicyInForce | undefined): DynamicModule {
    const http = env.GATEWAY_ROLES.includes('http');
    return {
      module: GatewayModule,
      controllers: [...IDENTITY_CONTROLLERS, ...(http ? [SubmitJobController, SubmitBulkController, TicketsController, GetJobController, ListAttemptsController, CancelJobController, ReadEventsController, SchedulesController, AlertsController, AuditController, ...SETTING_CONTROLLERS, ...OPERATION_CONTROLLERS, ...SEALING_CONTROLLERS, ...GOVERNANCE_CONTROLLERS] : []), ReportsController],
      providers: [
        { provide: ENV, useValue: env },
        {
          provide: GatewayStore,
          useFactory: (identity: ServiceIdentity, logger: Logger) => new GatewayStore(env.DATABASE_URL, identity, logger, keyEnvironmentOf(env.NODE_ENV)),
          inject: [SERVICE_IDENTITY, LOGGER],
        },
        {
          provide: RELAY_PUBLISHER,
          useFactory: (identity: ServiceIdentity, logger: Logger) => makePublisher(env, 'relay', identity, logger),
          inject: [SERVICE_IDENTITY, LOGGER],
        },
        {
          provide: CONTROL_PUBLISHER,
          useFactory: (identity: ServiceIdentity, logger: Logger) => makePublisher(env, 'control', identity, logger),
          inject: [SERVICE_IDENTITY, LOGGER],
        },
        {
          provide: JobQueues,
          useFactory: (store: GatewayStore, identity: ServiceIdentity, logger: Logger) =>
            new JobQueues({
              url: env.AMQP_URL,
              name: `gateway queues ${identity.instanceId}`,
              store: store.engine,
              logger,
              maxQueues: env.GATEWAY_MAX_QUEUES,
              maxDepth: env.GATEWAY_MAX_QUEUE_DEPTH,
              head: () => store.executor.knownHead,
            }),
          inject: [GatewayStore, SERVICE_IDENTITY, LOGGER],
        },
        {
          provide: Engine,
          useFactory: (store: GatewayStore, relayPublisher: ConfirmPublisher, controlPublisher: ConfirmPublisher, queues: JobQueues, identity: ServiceIdentity, logger: Logger) =>
            new Engine({ store, relayPublisher, controlPublisher, queues, identity, logger, runs: env.GATEWAY_ROLES.includes('engine') }),
          inject: [GatewayStore, RELAY_PUBLISHER, CONTROL_PUBLISHER, JobQueues, SERVICE_IDENTITY, LOGGER],
        },
        {
          provide: REPORTS_SERVER,
          useFactory: (parkVia: ConfirmPublisher, identity: ServiceIdentity, logger: Logger) =>
            new EnvelopeServer({
              url: env.AMQP_URL,
              name: `gateway consume ${identity.instanceId}`,
              logger,
              parkVia,
              topology: assertTopology,
              queues: [
                { queue: TOPOLOGY.queues.reports.name, prefetch: REPORTS_PREFETCH, maxMessages: REPORTS_PER_BATCH },
                { control: { id: identity.instanceId, keys: [identity.instanceId, TOPOLOGY.gatewaysKey] }, prefetch: REPORTS_PREFETCH, maxMessages: REPORTS_PER_BATCH },
              ],
            }),
          inject: [CONTROL_PUBLISHER, SERVICE_IDENTITY, LOGGER],
        },
        {
          provide: ServiceHeartbeat,
          useFactory: (publisher: ConfirmPublisher, identity: ServiceIdentity, health: HealthRegistry) =>
            new ServiceHeartbeat({ publisher, makeEnvelope: envelopeFactory({ service: identity.service, instanceId: identity.instanceId, version: identity.version }), identity, checks: () => health.read() }),
          inject: [CONTROL_PUBLISHER, SERVICE_IDENTITY, HealthRegistry],
        },
        { provide: LogWaiter, useFactory: (store: GatewayStore) => new LogWaiter(store.reader), inject: [GatewayStore] },
        ...sealingProviders(env),
        ...limitProviders(env, limits),
        ...ticketProviders(env, tickets, limits.redis),
        { provide: Gatekeeper, useValue: gatekeeper },
        ...identityProviders(env),
        ...governanceProviders(policy),
        ...settingProviders(),
        ...scheduleProviders(env),
        ...operationProviders(env),
        ...alertProviders(env),
        ...auditProviders(env),
        GatewayLifecycle,
      ],
    };
  }

  /** Connects the report queue, and prepares the bulk route; for the `configure` of `createService`. */
  static connect(app: NestFastifyApplication & INestApplication, env: GatewayEnv, tickets: TicketParts): void {
    prepareTicketRoute(app.getHttpAdapter().getInstance(), tickets.metrics);
    signWithName(app.getHttpAdapter().getInstance());
    prepareBulkRoute(app.getHttpAdapter().getInstance());
    prepareWebhookRoute(app.getHttpAdapter().getInstance(), env.GATEWAY_ALERT_WEBHOOK_TOKEN);
    if (env.GATEWAY_ROLES.includes('engine')) app.connectMicroservice({ strategy: app.get<EnvelopeServer>(REPORTS_SERVER) });
  }
}

function makePublisher(env: GatewayEnv, purpose: string, identity: ServiceIdentity, logger: Logger): ConfirmPublisher {
  return new ConfirmPublisher({
    url: env.AMQP_URL,
    name: `gateway ${purpose} ${identity.instanceId}`,
    logger,
    appId: identity.service,
    // The relay keeps its own window; this must only not be the narrower one: an event can be two messages.
    maxInFlight: 2_000,
    setup: async (session) => {
      const channel = await session.createChannel();
      await assertTopology(channel);
    },
  });
}
