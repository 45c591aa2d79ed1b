import { DynamicModule, Global, Module, ModuleMetadata, Type } from '@nestjs/common';
import { Logger } from '#observability';
import { AuditTrail, SecurityEvents } from './audit/audit-trail';
import { DebugController, DebugGuard } from './debug/debug.controller';
import { DebugDesk } from './debug/debug-desk';
import { HealthController } from './health/health.controller';
import { HealthRegistry } from './health/health.registry';
import { metricsModule } from './metrics.module';
import { LOGGER, SERVICE_IDENTITY, ServiceIdentity } from './service-identity';

interface ServiceParts {
  readonly app: Type | DynamicModule;
  readonly identity: ServiceIdentity;
  readonly logger: Logger;
  readonly health: HealthRegistry;
  readonly desk: DebugDesk;
  readonly trail: AuditTrail;
}

/** The root of every service: the app's own module, and what all of them share. The shared parts can be injected everywhere. */
@Global()
@Module({})
export class ServiceModule {
  static of({ app, identity, logger, health, desk, trail }: ServiceParts): DynamicModule {
    const providers: NonNullable<ModuleMetadata['providers']> = [
      { provide: SERVICE_IDENTITY, useValue: identity },
      { provide: LOGGER, useValue: logger },
      { provide: HealthRegistry, useValue: health },
      { provide: DebugDesk, useValue: desk },
      { provide: AuditTrail, useValue: trail },
      { provide: SecurityEvents, useValue: new SecurityEvents(trail) },
      DebugGuard,
    ];
    return {
      module: ServiceModule,
      imports: [metricsModule(identity.service, () => void health.read()), app],
      controllers: [HealthController, DebugController],
      providers,
      exports: [SERVICE_IDENTITY, LOGGER, HealthRegistry, AuditTrail, SecurityEvents],
    };
  }
}
