import type { JobHandler } from '#worker-sdk';
import type { AllowedCommands } from './command.run/allowed-commands';
import { commandRun } from './command.run/command-run.handler';
import { httpRequest } from './http.request/http-request.handler';
import { simulateWork } from './simulate.work/simulate-work.handler';

/** What the built-in handlers take from the environment. */
export interface HandlerSettings {
  readonly WORKER_COMMANDS?: AllowedCommands;
}

/** The handlers of this worker. Adding one: a folder named after its job type, its import above, its line below; or `make new-handler`. */
export function jobHandlers(settings: HandlerSettings): readonly JobHandler[] {
  return [
    httpRequest,
    simulateWork,
    ...(settings.WORKER_COMMANDS ? [commandRun(settings.WORKER_COMMANDS)] : []),
  ];
}
