import { DynamicModule, Global, Module, ModuleMetadata, Type } from '@nestjs/common';
import { Logger, metricsModule } from '#observability';
import { HealthController } from './health/health.controller';
import { HealthRegistry } from './health/health.registry';
import { LOGGER, SERVICE_IDENTITY, ServiceIdentity } from './service-identity';

interface ServiceParts {
  readonly app: Type | DynamicModule;
  readonly identity: ServiceIdentity;
  readonly logger: Logger;
  readonly health: HealthRegistry;
}

/** The root of every service: the app's own module, and what all of them share. The shared parts can be injected everywhere. */
@Global()
@Module({})
export class ServiceModule {
  static of({ app, identity, logger, health }: ServiceParts): DynamicModule {
    const providers: NonNullable<ModuleMetadata['providers']> = [
      { provide: SERVICE_IDENTITY, useValue: identity },
      { provide: LOGGER, useValue: logger },
      { provide: HealthRegistry, useValue: health },
    ];
    return {
      module: ServiceModule,
      imports: [metricsModule(identity.service, () => void health.read()), app],
      controllers: [HealthController],
      providers,
      exports: [SERVICE_IDENTITY, LOGGER, HealthRegistry],
    };
  }
}
