import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from 'node:crypto';
import type { BulkSubmitResponse, HeldJobResponse, Job, JobWhyResponse, PolicyResponse, Problem, ReloadPolicyResponse, ScheduleResponse, SubmitJobResponse } from '#contracts';
import { ApiKeyStore, StorePool } from '#event-log';
import { eventually } from '#testing';
import { freshStores, TestGateway } from '../gateway.builder';
import { ScriptedWorker } from '../scripted-worker.builder';

jest.setTimeout(90_000);

const PACK = `version: 1
name: spec
default: allow
rules:
  - { id: no-shell, verdict: deny, reason: not on this platform, when: { types: ['shell.*'] } }
  - { id: second-pair, verdict: hold, reason: more than 10, when: { types: [payment.send], payload: [{ at: /amount, above: 10 }] } }
  - { id: research-only, verdict: deny, when: { tenants: [acme], purposes: [marketing] } }
`;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined };
const hashOf = (text: string): string => hash('sha256', text, 'hex');

describe('two gateways under a policy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'governance-'));
  const file = join(folder, 'pack.yml');
  let stores: Awaited<ReturnType<typeof freshStores>>;
  let pool: StorePool;
  let one: TestGateway;
  let two: TestGateway;
  let worker: ScriptedWorker;
  let submitter: Record<string, string>;
  let operator: Record<string, string>;
  let acme: Record<string, string>;

  const write = (text: string): void => writeFileSync(file, text);
  const submit = async (body: object, headers = submitter): Promise<Response> => one.post('/v1/jobs', body, headers);
  const submitted = async (body: object, headers = submitter): Promise<SubmitJobResponse> => (await (await submit(body, headers)).json()) as SubmitJobResponse;
  const read = async <T>(path: string, through = one): Promise<T> => (await (await through.request('GET', path, undefined, operator)).json()) as T;
  const reload = (through = one): Promise<Response> => through.post('/v1/governance/reload', { reason: 'spec' }, operator);
  const inForce = async (through: TestGateway): Promise<string> => (await read<PolicyResponse>('/v1/governance/policy', through)).hash;
  const events = async (type: string): Promise<Record<string, unknown>[]> => {
    const lines = (await (await one.request('GET', '/v1/events?after=0&limit=10000', undefined, operator)).text()).split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as { eventType: string; payload: Record<string, unknown> }).filter(({ eventType }) => eventType === type).map(({ payload }) => payload);
  };

  beforeAll(async () => {
    write(PACK);
    stores = await freshStores();
    pool = new StorePool({ url: stores.DATABASE_URL, applicationName: 'spec', max: 1, logger: silent });
    const keys = new ApiKeyStore(pool);
    const keyOf = async (tenantId: string, role: 'operator' | 'submitter') => ({ authorization: `Bearer ${(await keys.create({ tenantId, roles: [role], name: `${role} of ${tenantId}`, createdBy: 'spec' })).key}` });
    const variables = { AUTH_MODE: 'required', GOVERNANCE_POLICY_PACK: file };
    [one, two] = await Promise.all([TestGateway.start(stores, variables), TestGateway.start(stores, variables)]);
    await eventually(() => one.isReady && two.isReady, { message: 'both gateways are ready' });
    [submitter, operator, acme] = [await keyOf('default', 'submitter'), await keyOf('default', 'operator'), await keyOf('acme', 'operator')];
    worker = await ScriptedWorker.start(stores.AMQP_URL, { prefetch: 50 });
  });

  afterAll(async () => {
    await worker?.vanish();
    await Promise.all([one?.stop(), two?.stop()]);
    await pool?.end();
    rmSync(folder, { recursive: true });
  });

  it('refuse what a rule refuses, by every way in, and say which rule of which pack it was', async () => {
    const answer = await submit({ type: 'shell.run' });
    expect([answer.status, answer.headers.get('content-type'), await answer.json()]).toMatchObject([
      403, expect.stringContaining('application/problem+json'), { code: 'policy_denied', detail: expect.stringContaining('no-shell') as string, policy: { result: 'deny', ruleId: 'no-shell', packHash: hashOf(PACK), reason: 'not on this platform' } },
    ]);
    const bulk = (await (await one.post('/v1/jobs/bulk', { jobs: [{ type: 'shell.run' }, { type: 'mail.send' }] }, submitter)).json()) as BulkSubmitResponse;
    expect(bulk.items.map(({ status, problem }) => [status, problem?.policy?.ruleId])).toEqual([['rejected', 'no-shell'], ['accepted', undefined]]);
    const lines = await one.request('POST', '/v1/jobs/bulk', '{"type":"shell.run"}\n', { ...submitter, 'content-type': 'application/x-ndjson' });
    expect(((await lines.json()) as BulkSubmitResponse).items[0]?.problem?.code).toBe('policy_denied');
    const { ticket } = (await (await one.post('/v1/tickets', { method: 'POST', path: '/v1/jobs', bodySha256: hashOf(JSON.stringify({ type: 'shell.run' })), ttlMs: 60_000 }, submitter)).json()) as { ticket: string };
    expect((await submit({ type: 'shell.run' }, { authorization: `Ticket ${ticket}` })).status).toBe(403);
    const { schedule } = (await (await one.post('/v1/schedules', { name: 'nightly', cron: '0 3 * * *', timeZone: 'UTC', job: { type: 'shell.run' } }, operator)).json()) as ScheduleResponse;
    expect(((await (await one.post(`/v1/schedules/${schedule.name}/trigger`, {}, operator)).json()) as Problem).code).toBe('policy_denied');
  });

  it('look at what a job is for and whose it is', async () => {
    expect((await submit({ type: 'mail.send' }, { ...acme, 'x-purpose': 'marketing' })).status).toBe(403);
    expect((await submit({ type: 'mail.send' }, { ...submitter, 'x-purpose': 'two words' })).status).toBe(400);
    const { jobId } = await submitted({ type: 'mail.send' }, { ...submitter, 'x-purpose': 'marketing' });
    expect((await read<Job>(`/v1/jobs/${jobId}`)).governance).toMatchObject({ purpose: 'marketing', principal: { kind: 'api_key', roles: ['submitter'] } });
  });

  it('hold what a rule holds until another than its submitter approves it, and run it then', async () => {
    const job = await submitted({ type: 'payment.send', payload: { amount: 11 }, idempotencyKey: 'held-1' });
    expect(job.status).toBe('HELD');
    expect(await submitted({ type: 'payment.send', payload: { amount: 11 }, idempotencyKey: 'held-1' })).toMatchObject({ jobId: job.jobId, status: 'HELD', duplicate: true });
    expect(await read<JobWhyResponse>(`/v1/jobs/${job.jobId}/why`)).toMatchObject({ code: 'held', sentence: expect.stringContaining('second-pair') as string, details: { ruleId: 'second-pair', packHash: hashOf(PACK) }, evidence: [{ eventType: 'job.submitted' }] });
    const path = `/v1/jobs/${job.jobId}/approve`;
    expect((await one.post(path, {}, submitter)).status).toBe(403);
    expect((await one.post(path, {}, acme)).status).toBe(404);
    const approved = await two.post(path, { reason: 'checked' }, operator);
    expect([approved.status, ((await approved.json()) as HeldJobResponse).status]).toEqual([202, 'QUEUED']);
    expect(await (await one.post(path, {}, operator)).json()).toMatchObject({ status: 409, code: 'job_not_held' });
    await worker.run(job.jobId);
    expect((await read<Job>(`/v1/jobs/${job.jobId}`)).governance).toMatchObject({ verdict: { ruleId: 'second-pair' }, approval: { by: 'operator of default', reason: 'checked', ruleId: 'second-pair' } });
  });

  it('let nobody approve what he has submitted himself, and reject for good', async () => {
    const own = await submitted({ type: 'payment.send', payload: { amount: 12 } }, operator);
    expect(await (await one.post(`/v1/jobs/${own.jobId}/approve`, {}, operator)).json()).toMatchObject({ status: 403, code: 'forbidden' });
    const rejected = await one.post(`/v1/jobs/${own.jobId}/reject`, { reason: 'no' }, operator);
    expect([rejected.status, ((await rejected.json()) as HeldJobResponse).status]).toEqual([202, 'CANCELLED']);
    expect((await one.post(`/v1/jobs/${own.jobId}/reject`, {}, operator)).status).toBe(409);
  });

  it('keep the time of a job while it is held', async () => {
    const runAt = new Date(Date.now() + 3_600_000).toISOString();
    const { jobId } = await submitted({ type: 'payment.send', payload: { amount: 13 }, runAt });
    expect(await read<Job>(`/v1/jobs/${jobId}`)).toMatchObject({ status: 'HELD', runAt });
    expect(((await (await one.post(`/v1/jobs/${jobId}/approve`, {}, operator)).json()) as HeldJobResponse).status).toBe('SCHEDULED');
  });

  it('go by another file when they are asked to, both within a second, also for jobs that wait already', async () => {
    const [held, refused] = [await submitted({ type: 'audit.export' }), await submitted({ type: 'tool.run' })];
    const next = `${PACK}  - { id: exports-wait, verdict: hold, when: { types: [audit.export] } }\n  - { id: no-tools, verdict: deny, at: [claim], when: { types: [tool.run] } }\n`;
    write(next);
    expect(await inForce(one)).toBe(hashOf(PACK));
    const askedAtMs = Date.now();
    expect((await (await reload()).json()) as ReloadPolicyResponse).toEqual({ hash: hashOf(next), previousHash: hashOf(PACK), changed: true, rules: 5 });
    await eventually(async () => expect(await inForce(two)).toBe(hashOf(next)), { intervalMs: 10 });
    expect(Date.now() - askedAtMs).toBeLessThan(1_000);
    expect((await events('policy.activated')).at(-1)).toMatchObject({ pack: 'spec', hash: hashOf(next), previousHash: hashOf(PACK), rules: 5, reason: 'spec' });
    const deliveries = await Promise.all([worker.delivery(held.jobId), worker.delivery(refused.jobId)]);
    for (const delivery of deliveries) {
      await worker.ask(delivery);
      await worker.hear('attempt.denied', delivery.deliveryId);
      delivery.ack();
    }
    expect(await read<Job>(`/v1/jobs/${held.jobId}`)).toMatchObject({ status: 'HELD', governance: { verdict: { ruleId: 'exports-wait', packHash: hashOf(next) } } });
    expect(await read<Job>(`/v1/jobs/${refused.jobId}`)).toMatchObject({ status: 'FAILED', error: { code: 'policy_denied', details: { ruleId: 'no-tools' } } });
    expect((await one.post(`/v1/jobs/${held.jobId}/approve`, {}, operator)).status).toBe(202);
    const again = await worker.delivery(held.jobId, 2);
    await worker.ask(again);
    await worker.hear('attempt.granted', again.deliveryId);
  });

  it('take no file that cannot be used, or that is not the one beside it; the one before goes on to hold', async () => {
    const before = await inForce(one);
    write('version: 1\nname: [');
    expect(await (await reload()).json()).toMatchObject({ status: 422, code: 'policy_update_failed', detail: expect.stringContaining('goes on to hold') as string });
    write(PACK);
    writeFileSync(`${file}.sha256`, hashOf('another file'));
    expect(await (await reload(two)).json()).toMatchObject({ status: 422, code: 'policy_integrity_check_failed' });
    expect([await inForce(one), await inForce(two)]).toEqual([before, before]);
    expect((await submit({ type: 'shell.run' })).status).toBe(403);
    expect((await events('policy.refused')).map(({ code, hash: kept }) => [code, kept])).toEqual([['POLICY_UPDATE_FAILED', before], ['POLICY_INTEGRITY_CHECK_FAILED', before]]);
    const status = (await read<{ details: { policy: unknown } }>('/status')).details.policy;
    expect(status).toMatchObject({ pack: 'spec', hash: before, platformHash: before });
    rmSync(`${file}.sha256`);
    expect(((await (await reload()).json()) as ReloadPolicyResponse).hash).toBe(hashOf(PACK));
    expect((await one.post('/v1/governance/reload', {}, submitter)).status).toBe(403);
  });
});
