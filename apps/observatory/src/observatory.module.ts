import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, type DynamicModule, Inject, Injectable, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { HealthRegistry, LOGGER, type Readiness, SERVICE_IDENTITY, type ServiceIdentity } from '#http';
import { gauge, type Logger } from '#observability';
import { ACTIVITY, ALERTS, ERRORS, isStoreUnavailable, JOBS, OVERVIEW, ReadModelStore, RESOURCES, SCHEDULES, TENANT_OVERVIEW, TIMELINE } from '#read-model';
import { AnswersModule } from './answers/answers.module';
import { AlertsController } from './alerts/alerts.controller';
import { AttemptsController } from './attempts/attempts.controller';
import { ConsoleModule } from './console/console.module';
import { JobsController } from './jobs/jobs.controller';
import type { ObservatoryEnv } from './observatory.env';
import { OverviewController } from './overview/overview.controller';
import { PlatformPageModule } from './platform-page/platform-page.module';
import { ReadModelAccess } from './read-model-access/read-model-access';
import { Redaction } from './redaction/redaction';
import { SchedulesController } from './schedules/schedules.controller';
import { EventsController } from './stream/events.controller';
import { StreamController } from './stream/stream.controller';
import { streamProviders } from './stream/stream.providers';
import { VIEW_CONTROLLERS, viewProviders } from './views';

const SERVED_MODELS = [JOBS, TIMELINE, OVERVIEW, TENANT_OVERVIEW, SCHEDULES, ALERTS, RESOURCES, ERRORS, ACTIVITY];

/** A caller of a read API would rather have its refusal soon. */
const SERVER_SELECTION_TIMEOUT_MS = 1_000;
const SOCKET_TIMEOUT_MS = 8_000;

const LOOK_EVERY_MS = 1_000;

/** Looks at the store once a second, for `/ready` and for metrics, and closes it in the end. */
@Injectable()
class ObservatoryLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly stopped = new AbortController();
  private looking: Promise<void> | undefined;
  private mongodb: Readiness = { ready: false, detail: 'not reached yet' };
  private readModels: Readiness = { ready: false, detail: 'not read yet' };

  constructor(
    private readonly store: ReadModelStore,
    private readonly access: ReadModelAccess,
    private readonly health: HealthRegistry,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.health.register('mongodb', () => this.mongodb);
    this.health.register('read-models', () => this.readModels);
    this.store.open();
    this.looking = this.look();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped.abort();
    await this.looking;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }

  private async look(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      try {
        await this.store.ping();
        this.mongodb = { ready: true };
        const models = await this.access.freshness();
        for (const { projection, position, lagEvents, lagMs } of models) {
          gauge('projectionPosition').labels({ projection }).set(position);
          gauge('projectionLagEvents').labels({ projection }).set(lagEvents);
          gauge('projectionLagSeconds').labels({ projection }).set(lagMs / 1_000);
        }
        this.readModels = models.length === SERVED_MODELS.length ? { ready: true } : { ready: false, detail: `${models.length} of ${SERVED_MODELS.length} are built` };
      } catch (error) {
        this.mongodb = { ready: false, detail: error instanceof Error ? error.message : String(error) };
        if (!isStoreUnavailable(error)) this.logger.error({ err: error }, 'looking at the read models failed');
      }
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

@Module({})
export class ObservatoryModule {
  static of(env: ObservatoryEnv): DynamicModule {
    return {
      module: ObservatoryModule,
      imports: [AnswersModule, ConsoleModule.of(env), PlatformPageModule.of(env)],
      controllers: [AlertsController, AttemptsController, JobsController, OverviewController, SchedulesController, StreamController, EventsController, ...VIEW_CONTROLLERS],
      providers: [
        {
          provide: ReadModelStore,
          useFactory: (identity: ServiceIdentity) =>
            new ReadModelStore({ url: env.MONGO_URL, database: env.MONGO_DATABASE, name: identity.instanceId, serverSelectionTimeoutMs: SERVER_SELECTION_TIMEOUT_MS, socketTimeoutMs: SOCKET_TIMEOUT_MS }),
          inject: [SERVICE_IDENTITY],
        },
        { provide: ReadModelAccess, useFactory: (store: ReadModelStore) => new ReadModelAccess(store, SERVED_MODELS), inject: [ReadModelStore] },
        { provide: Redaction, useValue: new Redaction(env.OBSERVATORY_REDACT) },
        ...viewProviders(SERVED_MODELS),
        ...streamProviders(env),
        ObservatoryLifecycle,
      ],
    };
  }
}
