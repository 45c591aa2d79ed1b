import {
  type AttemptPageResponse, type ErrorPageResponse, type JobDetailResponse, type JobEventsResponse, type JobWhyResponse, type MetricsSeriesResponse, type OverviewResponse, type Problem, type QueueDetailResponse, type QueuePageResponse,
  type SchemaName, validator, type WorkerPageResponse,
} from '#contracts';
import type { Service } from '#http';
import {
  ACTIVITY, type ActivityDocument, type ErrorDocument, errorFingerprint, ERRORS, findKeys, minuteOf, NO_ACTIVITY, NO_JOBS, NO_OBSERVATIONS, observed, ReadModelStore, type ResourceDocument, type ResourceKind, RESOURCES,
  runKeys, type ServiceDocument, SERVICES, type WorkerDocument, WORKERS,
} from '#read-model';
import { freshMongo } from '#testing';
import { envelopeText, jobDocument, jobId, Shelf, startObservatory } from './observatory.harness';

jest.setTimeout(30_000);

const PAUSE = { at: '2026-01-01T00:00:05.000Z', by: 'ada', reason: 'maintenance' };
const D = (number: number): string => `0193de10-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const BOOM = { code: 'boom', message: 'it broke' };
const FINGERPRINT = errorFingerprint({ tenantId: 'default', type: 'simulate.work' }, BOOM);

describe('the views of a platform at work', () => {
  let store: ReadModelStore;
  let service: Service;

  beforeAll(async () => {
    const mongo = await freshMongo();
    store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
    const shelf = new Shelf(store);
    await shelf.build();
    let version = 0;
    const resource = (kind: ResourceKind, name: string, state: object, more: Partial<ResourceDocument> = {}): ResourceDocument => {
      version += 1;
      return { _id: D(0x900 + version), kind, name, tenantId: 'default', state: JSON.stringify(state), createdAt: at(0), updatedAt: at(5), version: 1, position: version, ...more };
    };
    const operation = { action: 'cancel', filter: {}, dryRun: false, by: 'ada', matched: 3, done: 3, skipped: 0, failed: 0, startedAt: at(0) };
    await store.documents<ResourceDocument>(shelf.collection(RESOURCES)).insertMany([
      resource('queue', 'mail', { queue: 'mail', paused: PAUSE, concurrency: 2 }), resource('queue', 'gone', { queue: 'gone' }, { deletedAt: at(9) }),
      resource('job_type', 'report.make', { name: 'report.make', version: 1, maxAttempts: 3 }), resource('job_type', 'odd.pause', { name: 'odd.pause', paused: PAUSE }),
      resource('limit', 'a', { name: 'a', concurrency: 1, keyBy: '/customer', queue: 'limited' }), resource('limit', 'b', { name: 'b', rate: { perSecond: 2, burst: 4 }, queue: 'slow' }),
      resource('operation', D(1), { id: D(1), ...operation, status: 'finished', progress: 1, finishedAt: at(9) }), resource('operation', D(2), { id: D(2), ...operation, status: 'running', progress: 0.25, etaAt: at(9) }),
      resource('worker', 'worker-a', { workerId: 'worker-a', startedAt: at(0), queues: ['default'], types: ['simulate.work'], slots: 4 }),
      resource('worker', 'worker-b', { workerId: 'worker-b', startedAt: at(0), queues: ['default'], types: ['simulate.work'], slots: 4, lostAt: at(30) }),
      resource('worker', 'worker-c', { workerId: 'worker-c', queues: [], types: [] }),
    ]);
    const heartbeat = { service: 'worker', version: '0.1.0', startedAt: at(0), slots: 4, busy: 1, expireAt: new Date(Date.now() + 60_000) };
    await store.documents<WorkerDocument>(WORKERS.collection).insertMany([
      { _id: 'worker-a', ...heartbeat, queues: ['default', 'slow', 'limited'], types: ['simulate.work', 'other.type'], running: [jobId(1), jobId(9)], seenAt: ago(1_000) },
      { _id: 'worker-d', ...heartbeat, queues: ['default'], types: ['simulate.work'], running: [], seenAt: ago(1_000), draining: true },
    ]);
    await store.documents<ServiceDocument>(SERVICES.collection).insertMany([
      { _id: 'gateway-1', service: 'gateway', version: '0.1.0', startedAt: at(0), seenAt: ago(1_000), ready: false, checks: [{ name: 'postgres', ready: false, detail: 'refused' }], expireAt: new Date(Date.now() + 60_000) },
    ]);
    await store.documents<ErrorDocument>(shelf.collection(ERRORS)).insertMany(
      [[FINGERPRINT, 7, at(9)], ['000000000000000a', 9, at(8)], ['000000000000000b', 9, ago(1_000)], ['000000000000000c', 1, at(8)]].map(([id, count, lastSeen], index) => ({
        _id: String(id), tenantId: 'default', ...BOOM, type: index === 3 ? 'other.type' : 'simulate.work', queue: 'default', count: Number(count), firstSeen: at(1), lastSeen: String(lastSeen), jobIds: [jobId(2), jobId(77)], version: 1, position: 1,
      })),
    );
    const minute = minuteOf(new Date().toISOString());
    await store.documents<ActivityDocument>(shelf.collection(ACTIVITY)).insertOne({
      _id: `${minute}/default`, tenantId: 'default', at: minute, ...NO_ACTIVITY, submitted: 9, completed: 6, failed: 2, wait: observed(NO_OBSERVATIONS, 8), duration: NO_OBSERVATIONS, queues: [{ queue: 'default', submitted: 9, completed: 6, failed: 2 }], version: 1, position: 1,
    });
    await shelf.put(
      jobDocument(1, { status: 'RUNNING', attempt: 1, startedAt: at(3), workerId: 'worker-a', foundBy: runKeys({ workerId: 'worker-a' }) }),
      jobDocument(2, { status: 'FAILED', attempt: 2, workerId: 'worker-b', fingerprint: FINGERPRINT, error: BOOM, foundBy: [...runKeys({ workerId: 'worker-a', fingerprint: FINGERPRINT, ended: 'FAILED' }), ...runKeys({ workerId: 'worker-b', ended: 'LOST' })] }),
      jobDocument(3, { queuedAt: at(2) }), jobDocument(4, { queuedAt: at(3), queue: 'mail' }), jobDocument(5, { status: 'WAITING', after: [jobId(1), jobId(2)], foundBy: findKeys({ after: [jobId(1), jobId(2)] }) }),
      jobDocument(6, { queuedAt: at(4), payload: '{"customer":"7"}', queue: 'limited' }), jobDocument(7, { status: 'RUNNING', payload: '{"customer":"7"}', attempt: 1, queue: 'limited' }), jobDocument(8, { queuedAt: at(5), queue: 'slow', type: 'other.type' }),
      jobDocument(10, { queuedAt: at(6), queue: 'nobody' }),
    );
    const submitted = (number: number, more: object = {}) => envelopeText(jobId(number), 1, 'job.submitted', { priority: 'normal', payload: { n: 1 }, maxAttempts: 5, submittedAt: at(1), status: 'QUEUED', ...more }, at(1));
    const queued = (number: number, more: object = {}) => envelopeText(jobId(number), 2, 'job.queued', { attempt: 1, maxAttempts: 5, reason: 'submitted', priority: 'normal', ...more }, at(2));
    const started = (number: number, v: number, attempt: number, workerId: string) => envelopeText(jobId(number), v, 'job.started', { attempt, deliveryId: D(attempt), workerId, startedAt: at(v), status: 'RUNNING', previousStatus: 'QUEUED' }, at(v));
    const ended = { error: BOOM, losses: 0, runAt: at(9), previousStatus: 'RUNNING', startedAt: at(3), endedAt: at(4) };
    await shelf.tell({ _id: jobId(1), status: 'RUNNING', version: 3, position: 3, envelopes: [submitted(1), queued(1), started(1, 3, 1, 'worker-a')] });
    await shelf.tell({
      _id: jobId(2), status: 'FAILED', version: 6, position: 6,
      envelopes: [
        submitted(2), queued(2), started(2, 3, 1, 'worker-a'), envelopeText(jobId(2), 4, 'job.retry_scheduled', { ...ended, attempt: 1, deliveryId: D(1), workerId: 'worker-a', cause: 'failed', status: 'RETRYING' }, at(4)),
        started(2, 5, 2, 'worker-b'), envelopeText(jobId(2), 6, 'job.failed', { attempt: 2, deliveryId: D(2), workerId: 'worker-b', startedAt: at(5), finishedAt: at(6), durationMs: 1_000, error: { code: 'worker_lost', message: 'gone' }, cause: 'lost_budget', status: 'FAILED', previousStatus: 'RUNNING' }, at(6)),
      ],
    });
    await shelf.tell({ _id: jobId(3), status: 'QUEUED', version: 2, position: 3, envelopes: [submitted(3), queued(3)] });
    await shelf.tell({ _id: jobId(4), status: 'QUEUED', version: 2, position: 3, envelopes: [submitted(4, { queue: 'mail' }), queued(4, { queue: 'mail' })] });
    await shelf.tell({ _id: jobId(5), status: 'WAITING', version: 1, position: 3, envelopes: [submitted(5, { status: 'WAITING', after: [jobId(1), jobId(2)] })] });
    await shelf.tell({ _id: jobId(6), status: 'QUEUED', version: 2, position: 3, envelopes: [submitted(6, { queue: 'limited', payload: { customer: '7' } }), queued(6, { queue: 'limited' })] });
    await shelf.tell({ _id: jobId(8), status: 'QUEUED', version: 2, position: 3, envelopes: [submitted(8, { queue: 'slow', type: 'other.type' }), queued(8, { queue: 'slow', type: 'other.type' })] });
    await shelf.tell({ _id: jobId(10), status: 'QUEUED', version: 2, position: 3, envelopes: [submitted(10, { queue: 'nobody' }), queued(10, { queue: 'nobody' })] });
    await shelf.count({ counts: { ...NO_JOBS, QUEUED: 2 }, queues: [{ queue: 'default', counts: { ...NO_JOBS, QUEUED: 1 } }, { queue: 'mail', counts: { ...NO_JOBS, QUEUED: 1 } }] });
    await shelf.reach(50);
    service = await startObservatory(mongo);
  });
  afterAll(async () => {
    await service.stop();
    await store.close();
  });

  const get = (url: string) => service.app.inject({ method: 'GET', url });
  const read = async <T extends object>(url: string, contract: SchemaName): Promise<T> => {
    const answer = await get(url);
    const body = answer.json<T>();
    expect([url, answer.statusCode, validator(contract)(body) as unknown]).toEqual([url, 200, { ok: true, value: body }]);
    return body;
  };
  const walk = async <T extends { items: unknown[]; nextCursor?: string }>(url: string, contract: SchemaName): Promise<T['items']> => {
    const items: T['items'] = [];
    for (let cursor: string | undefined, pages = 0; pages < 30; pages += 1) {
      const page: T = await read<T>(`${url}${cursor === undefined ? '' : `&cursor=${cursor}`}`, contract);
      items.push(...page.items);
      if (page.nextCursor === undefined) return items;
      cursor = page.nextCursor;
    }
    throw new Error('there is no end of it');
  };

  it('the overview shows what happened lately, what waits, who is ill and what goes wrong', async () => {
    const overview = await read<OverviewResponse>('/v1/overview', 'OverviewResponse');
    expect(overview.windows?.map(({ minutes, submitted, completed, successRate }) => [minutes, submitted, completed, successRate])).toEqual([[1, 9, 6, 0.75], [5, 9, 6, 0.75], [60, 9, 6, 0.75]]);
    expect(overview).toMatchObject({ oldestWaiting: { jobId: jobId(3), since: at(2) }, services: [{ instanceId: 'gateway-1', ready: false }], stores: [{ name: 'postgres', ready: false, readyAt: 0, askedBy: 1, detail: 'refused' }], freshness: { position: 50 } });
    expect(overview.topErrors?.map(({ fingerprint }) => fingerprint)).toEqual(['000000000000000b']);
    expect(overview.projections?.map(({ projection }) => projection.split('@')[0])).toEqual(['activity', 'alerts', 'errors', 'jobs', 'overview', 'resources', 'schedules', 'tenants', 'timeline']);
  });

  it('series have one length', async () => {
    const series = await read<MetricsSeriesResponse>('/v1/metrics/series?minutes=5', 'MetricsSeriesResponse');
    expect([series.at.length, series.submitted.length, series.waitP95Ms.length]).toEqual([5, 5, 5]);
    expect(series.submitted.reduce((sum, one) => sum + one, 0)).toBe(9);
  });

  it('a queue shows its pause, its bound, its oldest job and its workers', async () => {
    const { items } = await read<QueuePageResponse>('/v1/queues', 'QueuePageResponse');
    expect(items).toMatchObject([
      { name: 'default', counts: { QUEUED: 1 }, liveWorkers: 2, oldestWaiting: { jobId: jobId(3) }, lastHour: { submitted: 9, completed: 6, failed: 2 } },
      { name: 'mail', paused: PAUSE, concurrency: 2, liveWorkers: 0, oldestWaiting: { jobId: jobId(4) }, lastHour: { submitted: 0 } },
    ]);
    expect(await walk('/v1/queues?limit=1', 'QueuePageResponse')).toMatchObject([{ name: 'default' }, { name: 'mail' }]);
    expect(await read<QueueDetailResponse>('/v1/queues/default', 'QueueDetailResponse')).toMatchObject({ queue: { name: 'default' }, workers: ['worker-a', 'worker-d'], types: ['other.type', 'simulate.work'] });
  });

  it('a job type is there when it is defined or somebody can run it', async () => {
    expect(await walk('/v1/job-types?limit=2', 'JobTypePageResponse')).toMatchObject([
      { name: 'odd.pause', paused: PAUSE, liveWorkers: 0 }, { name: 'other.type', liveWorkers: 1, handledBy: ['worker-a'] }, { name: 'report.make', definition: { version: 1, maxAttempts: 3 } }, { name: 'simulate.work', liveWorkers: 2 },
    ]);
    expect(await read('/v1/job-types/odd.pause', 'JobTypeDetailResponse')).not.toHaveProperty('jobType.definition');
  });

  it('limits by name, operations the latest first', async () => {
    expect(await walk('/v1/limits?limit=1', 'LimitPageResponse')).toMatchObject([{ name: 'a' }, { name: 'b' }]);
    expect(await walk('/v1/operations?limit=1', 'OperationPageResponse')).toMatchObject([{ id: D(2), status: 'running', progress: 0.25, etaAt: at(9) }, { id: D(1), status: 'finished', progress: 1 }]);
    expect(await read(`/v1/operations/${D(1)}`, 'OperationDetailResponse')).toMatchObject({ operation: { id: D(1), done: 3 } });
  });

  it('workers that are there, with what they run, before those that are gone', async () => {
    const expected = [['worker-a', 'alive'], ['worker-d', 'draining'], ['worker-b', 'lost'], ['worker-c', 'silent']];
    const { items } = await read<WorkerPageResponse>('/v1/workers', 'WorkerPageResponse');
    expect(items.map(({ workerId, status }) => [workerId, status])).toEqual(expected);
    expect(items[0]?.running).toEqual([{ jobId: jobId(1), type: 'simulate.work', queue: 'default', attempt: 1, since: at(3) }]);
    for (const limit of [1, 2, 3]) expect((await walk<WorkerPageResponse>(`/v1/workers?limit=${limit}`, 'WorkerPageResponse')).map(({ workerId }) => workerId)).toEqual(expected.map(([id]) => id));
    expect(await read('/v1/workers/worker-b', 'WorkerDetailResponse')).toMatchObject({ worker: { status: 'lost', lostAt: at(30) } });
  });

  it.each<[string, string[]]>([
    ['', ['000000000000000b', FINGERPRINT, '000000000000000c', '000000000000000a']],
    ['&sort=-count', ['000000000000000b', '000000000000000a', FINGERPRINT, '000000000000000c']],
    ['&type=other.type', ['000000000000000c']],
  ])('errors in order%s, page after page', async (query, expected) => {
    for (const limit of [1, 3, 50]) expect((await walk<ErrorPageResponse>(`/v1/errors?limit=${limit}${query}`, 'ErrorPageResponse')).map(({ fingerprint }) => fingerprint)).toEqual(expected);
  });

  it('one error with the jobs that are still known', async () => {
    expect(await read(`/v1/errors/${FINGERPRINT}`, 'ErrorDetailResponse')).toMatchObject({ error: { count: 7 }, jobs: [{ id: jobId(2) }] });
  });

  it.each<[string, [number, number][]]>([
    ['', [[2, 2], [2, 1], [1, 1]]],
    ['&worker=worker-a', [[2, 1], [1, 1]]],
    ['&state=LOST', [[2, 2]]],
    ['&state=RUNNING', [[1, 1]]],
    [`&fingerprint=${FINGERPRINT}`, [[2, 1]]],
    [`&startedAfter=${at(4)}`, [[2, 2]]],
    [`&startedBefore=${at(4)}`, [[2, 1], [1, 1]]],
    ['&type=other.type', []],
  ])('attempts across jobs%s, page after page', async (query, expected) => {
    for (const limit of [1, 2, 50]) {
      const attempts = (await walk<AttemptPageResponse>(`/v1/attempts?limit=${limit}${query}`, 'AttemptPageResponse'));
      expect(attempts.map((attempt) => [attempt.jobId, attempt.number])).toEqual(expected.map(([job, number]) => [jobId(job), number]));
    }
  });

  it('a job as it was, and its events as they are', async () => {
    const then = async (asOf: string) => (await read<JobDetailResponse>(`/v1/jobs/${jobId(2)}?asOf=${encodeURIComponent(asOf)}`, 'JobDetailResponse'));
    expect(await then('3')).toMatchObject({ job: { status: 'RUNNING', attempt: 1, version: 3 }, asOf: { position: 3, version: 3, occurredAt: at(3) } });
    expect(await then(at(4))).toMatchObject({ job: { status: 'RETRYING', error: BOOM } });
    expect((await get(`/v1/jobs/${jobId(2)}?asOf=0`)).json<Problem>()).toMatchObject({ status: 404, detail: expect.stringContaining('was submitted at') as string });
    const events = await read<JobEventsResponse>(`/v1/jobs/${jobId(2)}/events`, 'JobEventsResponse');
    expect([events.items.map(({ stream }) => stream?.version), events.omitted]).toEqual([[1, 2, 3, 4, 5, 6], 0]);
    expect(events.items[1]).toMatchObject({ eventType: 'job.queued', payload: { payload: { n: 1 } } });
    const items = await walk<{ items: { stream?: { version: number } }[]; nextCursor?: string }>(`/v1/jobs/${jobId(2)}/events?limit=4`, 'JobEventsResponse');
    expect((items as typeof events.items).map(({ stream }) => stream?.version)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each<[number, JobWhyResponse['code'], object]>([
    [1, 'running', { evidence: [{ eventType: 'job.started', position: 3 }] }],
    [2, 'ended', { evidence: [{ eventType: 'job.failed', position: 6 }] }],
    [3, 'waiting_in_line', { details: { ahead: 0 }, evidence: [{ eventType: 'job.queued', position: 2 }], unknowns: [expect.stringContaining('granted') as string] }],
    [4, 'queue_paused', { details: { by: 'ada' }, since: PAUSE.at }],
    [5, 'waiting_for_parents', { details: { open: 2, parents: [{ jobId: jobId(1), status: 'RUNNING' }, { jobId: jobId(2), status: 'FAILED' }] } }],
    [6, 'limit_reached', { details: { key: 'limit:a:7', inUse: 1, holders: [jobId(7)] }, unknowns: [expect.any(String), expect.stringContaining('limit:a:7') as string] }],
    [8, 'waiting_in_line', { unknowns: [expect.any(String), expect.stringContaining('rate:b:*') as string] }],
    [10, 'no_worker_for_queue', {}],
  ])('says of job %i why it does not run: %s', async (number, code, facts) => {
    const why = await read<JobWhyResponse>(`/v1/jobs/${jobId(number)}/why`, 'JobWhyResponse');
    expect(why).toMatchObject({ jobId: jobId(number), code, freshness: { position: 50 }, ...facts });
  });

  it('the pause that holds it is shown by its event', async () => {
    const { evidence } = await read<JobWhyResponse>(`/v1/jobs/${jobId(4)}/why`, 'JobWhyResponse');
    expect(evidence.map(({ eventType, occurredAt }) => [eventType, occurredAt])).toContainEqual(['queue.paused', PAUSE.at]);
  });

  it('services tell of themselves', async () => {
    expect(await read('/v1/services', 'ServicePageResponse')).toMatchObject({ items: [{ service: 'gateway', instanceId: 'gateway-1' }], stores: [{ name: 'postgres' }] });
  });

  it.each([
    ['/v1/queues/none', 404, 'not_found'], ['/v1/queues/No', 400, 'validation_failed'], ['/v1/queues?cursor=x', 400, 'invalid_cursor'], ['/v1/job-types/none', 404, 'not_found'], ['/v1/workers/none', 404, 'not_found'],
    [`/v1/operations/${D(9)}`, 404, 'not_found'], ['/v1/operations/x', 400, 'validation_failed'], ['/v1/errors/ffffffffffffffff', 404, 'not_found'], ['/v1/errors?sort=count', 400, 'validation_failed'], ['/v1/attempts?state=SAD', 400, 'validation_failed'],
    ['/v1/attempts?startedAfter=now', 400, 'validation_failed'], ['/v1/metrics/series?minutes=0', 400, 'validation_failed'], [`/v1/jobs/${jobId(99)}/why`, 404, 'not_found'], [`/v1/jobs/${jobId(99)}/events`, 404, 'not_found'],
    [`/v1/jobs/${jobId(99)}?asOf=3`, 404, 'not_found'], [`/v1/jobs/${jobId(2)}?asOf=yesterday`, 400, 'validation_failed'], [`/v1/jobs/${jobId(2)}?asOf=2026-02-99T00:00:00Z`, 400, 'validation_failed'],
  ])('%s is refused', async (url, status, code) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([status, code]);
  });
});
