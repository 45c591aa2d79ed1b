import type { FastifyInstance, onRequestHookHandler } from 'fastify';
import { ApiError, bearerMatches } from '#http';

/** Some hundred alerts with long texts. */
const WEBHOOK_BODY_LIMIT_BYTES = 4 * 1024 * 1024;
const WEBHOOK_ROUTE = '/v1/alerts/webhook';

/** Lets the webhook have its own limit, and asks for its token before the body is read. */
export function prepareWebhookRoute(instance: FastifyInstance, token: string | undefined): void {
  const ask: onRequestHookHandler = (request, _reply, done) => {
    if (token === undefined || bearerMatches(request.headers.authorization, token)) done();
    else done(new ApiError('unauthorized', { detail: 'the webhook asks for its bearer token' }));
  };
  instance.addHook('onRoute', (route) => {
    if (route.url !== WEBHOOK_ROUTE) return;
    route.bodyLimit = WEBHOOK_BODY_LIMIT_BYTES;
    route.onRequest = [ask, ...[route.onRequest ?? []].flat()];
  });
}
