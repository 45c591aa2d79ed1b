import type { PerformanceResponse } from '#contracts';
import { eventually } from '#testing';
import { freshStores, TestGateway } from './gateway.builder';

jest.setTimeout(60_000);

it('an operator with the token sees the slowest statements and routes of a gateway', async () => {
  const gateway = await TestGateway.start(await freshStores(), { DEBUG_TOKEN: 'the-token-of-operators' });
  try {
    await eventually(() => gateway.isReady, { message: 'the gateway is ready' });
    for (let i = 0; i < 5; i += 1) await gateway.submit({ payload: { i } });
    expect((await gateway.request('GET', '/debug/performance')).status).toBe(401);
    const figures = (await (await gateway.request('GET', '/debug/performance', undefined, { authorization: 'Bearer the-token-of-operators' })).json()) as PerformanceResponse;
    expect(figures.queries.map(({ name }) => name)).toContain('append_batch');
    expect(figures.routes).toContainEqual(expect.objectContaining({ name: 'POST /v1/jobs', count: 5 }));
    expect(figures.batches.map(({ metric }) => metric)).toContain('observatory_append_batch_jobs');
  } finally {
    await gateway.stop();
  }
});
