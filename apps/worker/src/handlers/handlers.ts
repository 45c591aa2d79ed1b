import type { JobHandler } from '#worker-sdk';
import { httpRequest } from './http.request/http-request.handler';
import { simulateWork } from './simulate.work/simulate-work.handler';

/** The handlers of this worker. Adding one: a folder named after its job type, its import above, its line below; or `make new-handler`. */
export function jobHandlers(): readonly JobHandler[] {
  return [
    httpRequest,
    simulateWork,
  ];
}
