import { createService, describeService, type Service } from '#http';
import { badCredentials, routesOpenTo, stopAsking, TokenIssuer } from '#testing';
import { loadAggregatorEnv } from './aggregator.env';
import { aggregatorService } from './aggregator.service-options';

describe('what the aggregator shows over HTTP', () => {
  // Nothing is there to connect to: how it is, it says all the same.
  const options = aggregatorService(loadAggregatorEnv({ HTTP_PORT: '0', LOG_LEVEL: 'silent', AMQP_URL: 'amqp://127.0.0.1:1', MONGO_URL: 'mongodb://127.0.0.1:1', GATEWAY_URL: 'http://127.0.0.1:1', DEBUG_TOKEN: 'a-token-for-those-who-debug' }));
  let service: Service;

  beforeAll(async () => {
    service = await createService(options);
    await service.listen();
  });
  afterAll(async () => {
    stopAsking();
    await service.stop();
  });

  it('is how it does, to everybody who reaches its port; all else asks for the debug token and takes nothing in its place', async () => {
    const { document } = await describeService(options);
    const bad = badCredentials(`jo_dev_0123456789abcdef_${'c'.repeat(43)}`, await new TokenIssuer().badTokens());
    expect(await routesOpenTo(bad, document, service.url())).toEqual(['GET /health', 'GET /healthz', 'GET /metrics', 'GET /metrics/mongodb', 'GET /ready', 'GET /readyz', 'GET /status']);
  });
});
