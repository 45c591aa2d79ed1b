import { ServiceName } from '#observability';

/** Who this process is, in events, logs and `/status`. */
export interface ServiceIdentity {
  readonly service: ServiceName;
  /** Unique to this process: a restarted service is another instance. */
  readonly instanceId: string;
  readonly version: string;
  readonly startedAt: Date;
}

/** Injection tokens for what `createService` makes: `@Inject(SERVICE_IDENTITY) identity: ServiceIdentity`. */
export const SERVICE_IDENTITY = Symbol('SERVICE_IDENTITY');
/** `@Inject(LOGGER) logger: Logger` */
export const LOGGER = Symbol('LOGGER');
