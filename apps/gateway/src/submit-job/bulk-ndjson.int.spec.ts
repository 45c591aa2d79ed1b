import type { BulkSubmitItem, BulkSubmitResponse } from '#contracts';
import { eventually } from '#testing';
import { freshStores, TestGateway } from '../gateway.builder';

jest.setTimeout(60_000);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start(await freshStores());
  await eventually(() => gateway.isReady, { timeoutMs: 20_000, message: 'the gateway is ready' });
});
afterAll(() => gateway.stop());

const ndjson = (body: string, headers: Record<string, string> = {}, path = '/v1/jobs/bulk') => gateway.request('POST', path, body, { 'content-type': 'application/x-ndjson', ...headers });
const lines = (count: number, bytes = 0) => Array.from({ length: count }, (_, i) => JSON.stringify({ type: 'simulate.work', payload: { i, fill: 'x'.repeat(bytes) } })).join('\n');

describe('a bulk submit in NDJSON', () => {
  it('takes each line for itself, and tells which line could not be read', async () => {
    const answer = await ndjson(`{"type":"a","idempotencyKey":"k"}\n{"type":\n\n{"type":"A B"}\n{"type":"a","idempotencyKey":"k"}\n`);
    expect(answer.status).toBe(202);
    const { items, ...counts } = (await answer.json()) as BulkSubmitResponse;
    expect(counts).toEqual({ accepted: 1, duplicates: 1, rejected: 2 });
    expect(items.map(({ index, line, status, problem }) => [index, line, status, problem?.code])).toEqual([
      [0, 1, 'accepted', undefined], [1, 2, 'rejected', 'malformed_json'], [2, 4, 'rejected', 'validation_failed'], [3, 5, 'duplicate', undefined],
    ]);
    expect(items[3]?.jobId).toBe(items[0]?.jobId);
    expect(await gateway.job(items[0]!.jobId!)).toMatchObject({ status: 'QUEUED', type: 'a' });
  });

  it('answers in NDJSON when it is asked to, the JSON form as well', async () => {
    for (const answer of [await ndjson(lines(3), { accept: 'application/x-ndjson' }), await gateway.post('/v1/jobs/bulk', { jobs: [{ type: 'a' }, { type: 'a' }, { type: 'a' }] }, { accept: 'application/x-ndjson, application/json' })]) {
      expect([answer.status, answer.headers.get('content-type')]).toEqual([202, expect.stringContaining('application/x-ndjson')]);
      const items = (await answer.text()).trimEnd().split('\n').map((line) => JSON.parse(line) as BulkSubmitItem);
      expect(items.map(({ index, status }) => [index, status])).toEqual([[0, 'accepted'], [1, 'accepted'], [2, 'accepted']]);
    }
  });

  it('takes 5,000 jobs, and not one more', async () => {
    expect(((await (await ndjson(lines(5_000))).json()) as BulkSubmitResponse).accepted).toBe(5_000);
    const answer = await ndjson(lines(5_001));
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'validation_failed', detail: 'there are more than 5000 jobs' }]);
  });

  it('may be large, and has a bound', async () => {
    expect(((await (await ndjson(lines(40, 100_000))).json()) as BulkSubmitResponse).accepted).toBe(40);
    const large = (await (await ndjson(lines(2, 300_000))).json()) as BulkSubmitResponse;
    expect(large.items.map(({ problem }) => problem?.code)).toEqual(['payload_too_large', 'payload_too_large']);
    expect((await ndjson(lines(180, 100_000))).status).toBe(413);
  });

  it('is refused when there is nothing in it, and everywhere else', async () => {
    expect((await ndjson('\n\n')).status).toBe(400);
    const answer = await ndjson('{"type":"a"}', {}, '/v1/jobs');
    expect([answer.status, await answer.json()]).toMatchObject([415, { code: 'unsupported_media_type' }]);
    expect((await gateway.request('POST', '/v1/jobs/bulk', 'a,b', { 'content-type': 'text/csv' })).status).toBe(415);
  });
});
