import { validator, type BulkSubmitResponse, type Problem } from '#contracts';
import { eventually, faultProxy, type FaultProxy } from '#testing';
import { freshStores, TestGateway } from './gateway.builder';

jest.setTimeout(60_000);

let stores: Awaited<ReturnType<typeof freshStores>>;
let database: FaultProxy;
let broker: FaultProxy;
let gateway: TestGateway;

beforeAll(async () => {
  stores = await freshStores();
  database = await faultProxy(stores.DATABASE_URL);
  broker = await faultProxy(stores.AMQP_URL);
  gateway = await TestGateway.start({ DATABASE_URL: database.url, AMQP_URL: broker.url }, { GATEWAY_MAX_QUEUES: '3', GATEWAY_MAX_QUEUE_DEPTH: '50' });
  await eventually(() => gateway.isReady, { message: 'the gateway is ready' });
});
afterAll(async () => {
  database.heal();
  broker.heal();
  await gateway.stop();
  await database.close();
  await broker.close();
});

const JOB = { type: 'simulate.work' };

async function problem(answer: Response): Promise<Problem & { contentType: string | null }> {
  const body = (await answer.json()) as Problem;
  expect(validator('Problem')(body)).toMatchObject({ ok: true });
  return { ...body, contentType: answer.headers.get('content-type') };
}

describe('submitting a job', () => {
  it('answers 202 with all that a client needs to follow it', async () => {
    const answer = await gateway.post('/v1/jobs', { ...JOB, payload: { a: 1 } }, { 'x-correlation-id': 'order-1' });
    expect(answer.status).toBe(202);
    const body = await answer.json();
    expect(validator('SubmitJobResponse')(body)).toMatchObject({ ok: true, value: { status: 'QUEUED', duplicate: false, correlationId: 'order-1' } });
    expect(answer.headers.get('location')).toBe((body as { statusUrl: string }).statusUrl);
    expect(answer.headers.get('x-correlation-id')).toBe('order-1');
    expect((await gateway.request('GET', (body as { statusUrl: string }).statusUrl)).status).toBe(200);
  });

  it('takes the correlation id of the body before that of the header', async () => {
    const answer = await gateway.post('/v1/jobs', { ...JOB, correlationId: 'from-body' }, { 'x-correlation-id': 'from-header' });
    expect(answer.headers.get('x-correlation-id')).toBe('from-body');
    expect(await answer.json()).toMatchObject({ correlationId: 'from-body' });
  });

  it('gives the same answer to the same request under the same key, wherever the key stands', async () => {
    const first = await gateway.submit({ payload: { a: 1, b: 2 } }, { 'idempotency-key': 'key 1' });
    const again = await gateway.submit({ payload: { b: 2, a: 1 }, idempotencyKey: 'key 1' });
    expect(again).toEqual({ ...first, duplicate: true, correlationId: again.correlationId });
    const other = await gateway.post('/v1/jobs', { ...JOB, payload: { a: 2 } }, { 'idempotency-key': 'key 1' });
    expect(other.status).toBe(409);
    expect(await problem(other)).toMatchObject({ code: 'idempotency_conflict', detail: `the key was used before, for a different request: job ${first.jobId}` });
  });

  it('gives one job to a key that is used by many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => gateway.submit({}, { 'idempotency-key': 'race' })));
    expect(new Set(answers.map(({ jobId }) => jobId)).size).toBe(1);
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  });
});

describe('bad input gets a clear error and loses nothing', () => {
  const cases: [string, () => Promise<Response>, number, string, string?][] = [
    ['JSON that is none', () => gateway.post('/v1/jobs', '{"type":'), 400, 'malformed_json'],
    ['no body', () => gateway.request('POST', '/v1/jobs', '', { 'content-type': 'application/json' }), 400, 'malformed_json'],
    ['another content type', () => gateway.request('POST', '/v1/jobs', 'type=a', { 'content-type': 'application/x-www-form-urlencoded' }), 415, 'unsupported_media_type'],
    ['an unknown field', () => gateway.post('/v1/jobs', { ...JOB, speed: 9 }), 400, 'validation_failed', '/speed'],
    ['no type', () => gateway.post('/v1/jobs', {}), 400, 'validation_failed', '/type'],
    ['a type that is no name', () => gateway.post('/v1/jobs', { type: 'Not A Name' }), 400, 'validation_failed', '/type'],
    ['a payload that is no object', () => gateway.post('/v1/jobs', { ...JOB, payload: [1] }), 400, 'validation_failed', '/payload'],
    ['an unknown priority', () => gateway.post('/v1/jobs', { ...JOB, priority: 'urgent' }), 400, 'validation_failed', '/priority'],
    ['too many attempts', () => gateway.post('/v1/jobs', { ...JOB, maxAttempts: 101 }), 400, 'validation_failed', '/maxAttempts'],
    ['a payload over 256 KiB', () => gateway.post('/v1/jobs', { ...JOB, payload: { text: 'x'.repeat(256 * 1024) } }), 413, 'payload_too_large'],
    ['an empty key', () => gateway.post('/v1/jobs', JOB, { 'idempotency-key': '' }), 400, 'validation_failed', '/idempotencyKey'],
    ['a key that is too long', () => gateway.post('/v1/jobs', JOB, { 'idempotency-key': 'k'.repeat(256) }), 400, 'validation_failed', '/idempotencyKey'],
    ['a key beyond ASCII', () => gateway.post('/v1/jobs', { ...JOB, idempotencyKey: 'schlüssel' }), 400, 'validation_failed', '/idempotencyKey'],
    ['two keys that differ', () => gateway.post('/v1/jobs', { ...JOB, idempotencyKey: 'a' }, { 'idempotency-key': 'b' }), 400, 'validation_failed', '/idempotencyKey'],
    ['a correlation id with blanks', () => gateway.post('/v1/jobs', { ...JOB, correlationId: 'a b' }), 400, 'validation_failed', '/correlationId'],
    ['an id that is none', () => gateway.request('GET', '/v1/jobs/42'), 400, 'validation_failed', '/id'],
    ['a job that does not exist', () => gateway.request('GET', '/v1/jobs/01a1fddf-0000-7000-8000-000000000001'), 404, 'not_found'],
    ['attempts of a job that does not exist', () => gateway.request('GET', '/v1/jobs/01a1fddf-0000-7000-8000-000000000001/attempts'), 404, 'not_found'],
    ['cancelling a job that does not exist', () => gateway.post('/v1/jobs/01a1fddf-0000-7000-8000-000000000001/cancel', {}), 404, 'not_found'],
    ['an unknown field of a cancel', () => gateway.post('/v1/jobs/01a1fddf-0000-7000-8000-000000000001/cancel', { who: 'me' }), 400, 'validation_failed', '/who'],
    ['a feed position that is none', () => gateway.request('GET', '/v1/events?after=-1'), 400, 'validation_failed', '/after'],
    ['a feed page that is too large', () => gateway.request('GET', '/v1/events?limit=10001'), 400, 'validation_failed', '/limit'],
    ['an unknown parameter', () => gateway.request('GET', '/v1/events?from=1'), 400, 'validation_failed', '/from'],
    ['an empty bulk', () => gateway.post('/v1/jobs/bulk', { jobs: [] }), 400, 'validation_failed', '/jobs'],
    ['another method', () => gateway.request('DELETE', '/v1/jobs'), 405, 'method_not_allowed'],
    ['another address', () => gateway.request('GET', '/v2/jobs'), 404, 'not_found'],
  ];

  // Rows of the full length: jest hands a parameter beyond a row its `done` callback, and then waits for it.
  const rows = cases.map(([name, send, status, code, pointer]) => [name, send, status, code, pointer] as const);

  it.each(rows)('%s', async (_name, send, status, code, pointer) => {
    const before = await (await gateway.request('GET', '/v1/log')).json();
    const answer = await send();
    expect(answer.status).toBe(status);
    const said = await problem(answer);
    expect(said).toMatchObject({ status, code, correlationId: answer.headers.get('x-correlation-id') });
    expect(said.contentType).toContain('application/problem+json');
    if (pointer !== undefined) expect(said.errors?.map((error) => error.pointer)).toContain(pointer);
    expect(await (await gateway.request('GET', '/v1/log')).json()).toEqual(before);
  });

  it('more queues than are allowed', async () => {
    await gateway.submit({ queue: 'second' });
    await gateway.submit({ queue: 'third' });
    const answer = await gateway.post('/v1/jobs', { ...JOB, queue: 'fourth' });
    expect(answer.status).toBe(409);
    expect(await problem(answer)).toMatchObject({ code: 'too_many_queues' });
    expect((await gateway.submit({ queue: 'third' })).status).toBe('QUEUED');
  });

  it('a queue that is full', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => gateway.post('/v1/jobs', { ...JOB, queue: 'second' })));
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(answers.filter(({ status }) => status === 202).length).toBe(60 - refused.length);
    expect(refused[0]?.headers.get('retry-after')).toBe('5');
    expect(await problem(refused[0] as Response)).toMatchObject({ code: 'queue_full', retryAfterSeconds: 5 });
  });
});

describe('submitting many jobs', () => {
  it('takes each for itself', async () => {
    await gateway.submit({ payload: { v: 1 }, idempotencyKey: 'bulk-1' });
    const answer = await gateway.post('/v1/jobs/bulk', {
      jobs: [
        { ...JOB, queue: 'third' },
        { ...JOB, payload: { v: 1 }, idempotencyKey: 'bulk-1' },
        { ...JOB, payload: { v: 2 }, idempotencyKey: 'bulk-1' },
        { ...JOB, queue: 'fifth' },
        { ...JOB, queue: 'third', payload: { text: 'x'.repeat(300 * 1024) } },
      ],
    });
    expect(answer.status).toBe(202);
    const body = (await answer.json()) as BulkSubmitResponse;
    expect(validator('BulkSubmitResponse')(body)).toMatchObject({ ok: true });
    expect(body.items.map(({ index, status, problem: refusal }) => [index, status, refusal?.code])).toEqual([
      [0, 'accepted', undefined],
      [1, 'duplicate', undefined],
      [2, 'rejected', 'idempotency_conflict'],
      [3, 'rejected', 'too_many_queues'],
      [4, 'rejected', 'payload_too_large'],
    ]);
    expect([body.accepted, body.duplicates, body.rejected]).toEqual([1, 1, 3]);
  });
});

describe('the log over HTTP', () => {
  it('is read in pages, and waited for at its end', async () => {
    const head = (await (await gateway.request('GET', '/v1/log')).json()) as { position: number; epoch: string };
    const page = await gateway.request('GET', `/v1/events?after=0&limit=3`);
    expect(page.headers.get('content-type')).toContain('application/x-ndjson');
    expect([page.headers.get('x-log-epoch'), page.headers.get('x-log-head')]).toEqual([head.epoch, String(head.position)]);
    expect((await page.text()).trimEnd().split('\n')).toHaveLength(3);
    const waiting = gateway.request('GET', `/v1/events?after=${head.position}&waitMs=20000`);
    const { position } = await gateway.submit({ queue: 'third' });
    const lines = (await (await waiting).text()).trimEnd().split('\n').map((line) => JSON.parse(line) as { stream: { position: number } });
    expect(lines[0]?.stream.position).toBe(head.position + 1);
    expect(position).toBe(head.position + 2);
    expect(await (await gateway.request('GET', `/v1/events?after=${position}&waitMs=20`)).text()).toBe('');
  });
});

describe('when a store is away', () => {
  it('PostgreSQL: submits are refused with Retry-After, nothing is half-written, and all goes on by itself', async () => {
    database.refuse();
    await eventually(async () => expect((await gateway.post('/v1/jobs', { ...JOB, queue: 'third' }, { 'idempotency-key': 'outage' })).status).toBe(503), { message: 'the outage is felt' });
    const answer = await gateway.post('/v1/jobs', { ...JOB, queue: 'third' }, { 'idempotency-key': 'outage' });
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await problem(answer)).toMatchObject({ code: 'store_unavailable' });
    for (const path of ['/v1/log', '/v1/events', '/v1/jobs/01a1fddf-0000-7000-8000-000000000001']) expect((await gateway.request('GET', path)).status).toBe(503);
    const bulk = await gateway.post('/v1/jobs/bulk', { jobs: [{ ...JOB, queue: 'third' }] });
    expect([bulk.status, bulk.headers.get('retry-after')]).toEqual([503, '1']);
    await eventually(() => !gateway.isReady, { message: 'the gateway says so' });
    expect((await gateway.request('GET', '/readyz')).status).toBe(503);
    expect((await gateway.request('GET', '/healthz')).status).toBe(200);
    database.heal();
    await eventually(() => gateway.isReady, { message: 'the gateway is ready again' });
    const { jobId, duplicate } = await gateway.submit({ queue: 'third' }, { 'idempotency-key': 'outage' });
    expect(duplicate).toBe(false);
    expect((await gateway.log(jobId)).map(({ stream }) => stream.version)).toEqual([1, 2]);
    const positions = (await gateway.log()).map(({ stream }) => stream.position);
    expect(positions).toEqual(positions.map((_, i) => i + 1));
  });

  it('RabbitMQ: jobs are taken for queues that exist, and leave when it is back', async () => {
    broker.refuse();
    await eventually(() => !gateway.isReady, { message: 'the outage is felt' });
    const { position } = await gateway.submit({ queue: 'third' });
    const status = (await (await gateway.request('GET', '/status')).json()) as { details: { relay: { cursor: number | null } } };
    expect(status.details.relay.cursor ?? 0).toBeLessThan(position);
    broker.heal();
    await eventually(() => gateway.isReady, { message: 'the gateway is ready again', timeoutMs: 20_000 });
    await eventually(
      async () => {
        const now = (await (await gateway.request('GET', '/status')).json()) as { details: { relay: { cursor: number | null } } };
        expect(now.details.relay.cursor).toBeGreaterThanOrEqual(position);
      },
      { message: 'the log has left' },
    );
  });
});
