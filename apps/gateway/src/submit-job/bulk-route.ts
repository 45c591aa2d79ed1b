import type { FastifyInstance } from 'fastify';
import { ApiError } from '#http';
import { JobLines } from './job-lines';
import { NDJSON } from './submit-bulk.controller';

/** 5,000 jobs of the usual size, or some dozens of the largest. */
const BULK_BODY_LIMIT_BYTES = 16 * 1024 * 1024;
const BULK_ROUTE = '/v1/jobs/bulk';

/** Lets the bulk route have its own limit, and take NDJSON; no other route does. */
export function prepareBulkRoute(instance: FastifyInstance): void {
  instance.addHook('onRoute', (route) => {
    if (route.url === BULK_ROUTE) route.bodyLimit = BULK_BODY_LIMIT_BYTES;
  });
  instance.addContentTypeParser(NDJSON, { parseAs: 'buffer' }, (request, body, done) => {
    if (request.routeOptions.url === BULK_ROUTE) done(null, new JobLines(body as Buffer));
    else done(new ApiError('unsupported_media_type', { detail: `${NDJSON} is for ${BULK_ROUTE}` }));
  });
}
