import type { JobHandler } from '#worker-sdk';
import type { AllowedCommands } from './command.run/allowed-commands';
import { commandRun } from './command.run/command-run.handler';
import { httpRequest } from './http.request/http-request.handler';
import type { SigningSecrets } from './http.request/signature';
import { simulateWork } from './simulate.work/simulate-work.handler';

/** What the built-in handlers take from the environment. */
export interface HandlerSettings {
  readonly WORKER_COMMANDS?: AllowedCommands;
  readonly WORKER_HTTP_ALLOW?: readonly string[];
  readonly WORKER_HTTP_SECRETS?: SigningSecrets;
}

/** The handlers of this worker. Adding one: a folder named after its job type, its import above, its line below; or `make new-handler`. */
export function jobHandlers(settings: HandlerSettings): readonly JobHandler[] {
  return [
    httpRequest({ allow: settings.WORKER_HTTP_ALLOW, secrets: settings.WORKER_HTTP_SECRETS }),
    simulateWork,
    ...(settings.WORKER_COMMANDS ? [commandRun(settings.WORKER_COMMANDS)] : []),
  ];
}
