import { Logger } from '#observability';
import { createService, Service, ServiceOptions } from './service';

/** What `runService` needs of the process; a test hands in another one. */
export interface ProcessLike {
  on(event: string, listener: (argument: unknown) => void): unknown;
  exit(code: number): void;
}

/** What a lost peer looks like from inside. A library that lets one of these slip past its own handling must not take the process down. */
const CONNECTION_ERRORS: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNREFUSED', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * Makes a service, opens its port and stays until a signal: the whole of a `main.ts`.
 *
 * SIGTERM and SIGINT stop it in order and exit 0 (1 if work was left when the time was over); a second signal exits at once. A rejected
 * promise that nobody handled, and an uncaught connection error, are logged and survived: losing a backing store never ends a process.
 * Any other uncaught exception leaves the process in a state that nobody knows: it is logged, what is held is handed back, and the exit
 * code is 1.
 */
export async function runService(options: ServiceOptions, host: ProcessLike = process): Promise<Service> {
  const service = await createService(options);
  const { logger } = service;
  let leaving = false;
  const leave = (code: number): void => {
    if (leaving) return host.exit(code === 0 ? 130 : code);
    leaving = true;
    void service.stop().then(
      (outcome) => {
        if (outcome === 'timed_out') logger.error('stopped with work still under way: the time for it was over');
        else logger.info('stopped');
        host.exit(outcome === 'timed_out' ? 1 : code);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        host.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT']) {
    host.on(signal, () => {
      logger.info({ signal }, 'asked to stop');
      leave(0);
    });
  }
  host.on('unhandledRejection', (reason) => logger.error({ err: reason }, 'a rejected promise was not handled'));
  host.on('uncaughtException', (error) => survive(logger, error, leave));
  try {
    await service.listen();
  } catch (error) {
    logger.fatal({ err: error }, 'the service could not start');
    leave(1);
  }
  return service;
}

function survive(logger: Logger, error: unknown, leave: (code: number) => void): void {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && CONNECTION_ERRORS.has(code)) {
    logger.error({ err: error }, 'a connection error was not handled');
    return;
  }
  logger.fatal({ err: error }, 'an exception was not handled');
  leave(1);
}
