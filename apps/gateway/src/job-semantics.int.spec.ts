import { eventually } from '#testing';
import { freshStores, TestGateway } from './gateway.builder';

/*
 * Jobs with a time, a deadline, parents or a dedupe key, against a gateway without workers: what becomes of them is the gateway's own doing. Two gateways
 * share the stores; one of them leads.
 */
jest.setTimeout(60_000);

let gateways: TestGateway[];
beforeAll(async () => {
  const stores = await freshStores();
  gateways = await Promise.all([TestGateway.start(stores), TestGateway.start(stores)]);
  await eventually(() => gateways.every((gateway) => gateway.isReady), { timeoutMs: 20_000, message: 'both gateways are ready' });
});
afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
});

const one = () => gateways[0]!;
const other = () => gateways[1]!;
const statusOf = async (id: string) => (await one().job(id)).status;
const becomes = (id: string, status: string) => eventually(async () => (await statusOf(id)) === status, { timeoutMs: 10_000, intervalMs: 20, message: `${id} is ${status}` });

describe('a job with a time', () => {
  it('is queued at its time, to some milliseconds, whichever gateway took it', async () => {
    const runAt = new Date(Date.now() + 700).toISOString();
    const jobs = await Promise.all([one(), other()].map((gateway) => gateway.submit({ runAt })));
    expect(jobs.map(({ status }) => status)).toEqual(['SCHEDULED', 'SCHEDULED']);
    for (const { jobId } of jobs) {
      await becomes(jobId, 'QUEUED');
      const queued = (await one().log(jobId)).find(({ eventType }) => eventType === 'job.queued')!;
      expect(Date.parse(queued.occurredAt) - Date.parse(runAt)).toBeGreaterThanOrEqual(0);
      expect(queued.payload['reason']).toBe('due');
    }
  });

  it('is cancelled while it waits, and is not queued after that', async () => {
    const { jobId } = await one().submit({ delayMs: 300 });
    expect((await (await other().post(`/v1/jobs/${jobId}/cancel`, { by: 'ada' })).json()) as object).toMatchObject({ status: 'CANCELLED' });
    const later = await one().submit({ delayMs: 500 });
    await becomes(later.jobId, 'QUEUED');
    expect((await one().log(jobId)).map(({ eventType }) => eventType)).toEqual(['job.submitted', 'job.cancel_requested', 'job.cancelled']);
  });

  it('is refused when it is said in two ways', async () => {
    const answer = await one().post('/v1/jobs', { type: 'a', runAt: '2030-01-01T00:00:00.000Z', delayMs: 5 });
    expect([answer.status, ((await answer.json()) as { errors: object[] }).errors]).toMatchObject([400, [{ pointer: '/delayMs' }]]);
  });
});

describe('a job with a deadline', () => {
  it('has failed when it comes', async () => {
    const { jobId } = await one().submit({ deadlineMs: 300 });
    await becomes(jobId, 'FAILED');
    expect((await one().job(jobId)).error).toMatchObject({ code: 'deadline_exceeded' });
  });
});

describe('a job with parents', () => {
  const cancel = (id: string) => one().post(`/v1/jobs/${id}/cancel`, { by: 'ada' });

  it('waits for them, and runs anyway or is cancelled with them', async () => {
    const parents = await Promise.all([one(), other(), one()].map((gateway) => gateway.submit()));
    const after = parents.map(({ jobId }) => jobId);
    const [strict, anyway] = [await one().submit({ after }), await other().submit({ after, onParentFailure: 'run' })];
    expect([strict.status, anyway.status]).toEqual(['WAITING', 'WAITING']);
    await cancel(after[0]!);
    await becomes(strict.jobId, 'CANCELLED');
    expect(await statusOf(anyway.jobId)).toBe('WAITING');
    await Promise.all([cancel(after[1]!), cancel(after[2]!)]);
    await becomes(anyway.jobId, 'QUEUED');
    const queued = (await one().log(anyway.jobId)).at(-1)!;
    expect((queued.payload['parents'] as { status: string }[]).map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
  });

  it('is settled at once when they had ended before', async () => {
    const { jobId } = await one().submit();
    await cancel(jobId);
    const child = await other().submit({ after: [jobId], onParentFailure: 'run' });
    await becomes(child.jobId, 'QUEUED');
  });

  it('is cancelled through a chain of waiting jobs', async () => {
    const root = await one().submit();
    const middle = await one().submit({ after: [root.jobId] });
    const leaf = await one().submit({ after: [middle.jobId] });
    await cancel(root.jobId);
    await becomes(leaf.jobId, 'CANCELLED');
  });

  it('may have a thousand of them, and a thousand may wait for one', async () => {
    const bulk = async (jobs: object[]): Promise<string[]> => {
      const answer = (await (await one().post('/v1/jobs/bulk', { jobs })).json()) as { items: { jobId: string }[]; accepted: number };
      expect(answer.accepted).toBe(jobs.length);
      return answer.items.map(({ jobId }) => jobId);
    };
    const [root] = await bulk([{ type: 'simulate.work' }]);
    const children = await bulk(Array.from({ length: 1_000 }, () => ({ type: 'simulate.work', after: [root], onParentFailure: 'run' })));
    const join = await one().submit({ after: children, onParentFailure: 'run' });
    await cancel(root!);
    await becomes(children[999]!, 'QUEUED');
    await eventually(async () => (await Promise.all([children[0]!, children[500]!].map(statusOf))).every((status) => status === 'QUEUED'), { timeoutMs: 20_000, message: 'all children are queued' });
    for (let at = 0; at < children.length; at += 100) await Promise.all(children.slice(at, at + 100).map(cancel));
    await becomes(join.jobId, 'QUEUED');
  });

  it('is refused when one does not exist', async () => {
    const answer = await one().post('/v1/jobs', { type: 'a', after: ['01a1fddf-0000-7000-8000-00000000dead'] });
    expect([answer.status, ((await answer.json()) as { errors: object[] }).errors]).toMatchObject([400, [{ pointer: '/after/0' }]]);
  });
});

describe('submissions with a dedupe key', () => {
  it('are one job within the window of the first', async () => {
    const request = { dedupe: { key: 'first', windowMs: 60_000 } };
    const first = await one().submit(request);
    expect(await other().submit(request)).toMatchObject({ jobId: first.jobId, deduplicated: true, duplicate: false });
  });

  it('are debounced to the last, which is queued when the window has passed', async () => {
    const submit = (n: number) => [one(), other()][n % 2]!.submit({ payload: { n }, dedupe: { key: 'last', mode: 'last', windowMs: 600 } });
    const jobs = [await submit(1), await submit(2), await submit(3)];
    const last = jobs[2]!;
    await becomes(last.jobId, 'QUEUED');
    expect(await Promise.all(jobs.map(({ jobId }) => statusOf(jobId)))).toEqual(['CANCELLED', 'CANCELLED', 'QUEUED']);
    expect((await one().job(jobs[0]!.jobId)).cancelRequested).toMatchObject({ by: 'debounce', cause: 'superseded' });
  });
});

describe('what a job asks for', () => {
  it('stands in the job, in its events and in its message', async () => {
    const options = { tags: ['a', 'b=1'], externalRef: 'order 4711', retry: { strategy: 'fixed', baseMs: 10 }, timeoutMs: 5_000 };
    const { jobId } = await one().submit({ ...options, deadlineMs: 60_000 });
    expect(await other().job(jobId)).toMatchObject({ ...options, deadlineAt: expect.stringMatching(/Z$/) as string });
    const [submitted, queued] = await one().log(jobId);
    expect(submitted?.payload).toMatchObject(options);
    expect(queued?.payload).toMatchObject({ timeoutMs: 5_000 });
  });
});
