import { Controller, Get, Module } from '@nestjs/common';
import { createService, Permission, type Service } from '#http';
import { PLATFORM_TENANT } from '#identity';
import { createLogger } from '#observability';
import { type ErrorDocument, ERRORS, type JobDocument, JOBS, NarrowedDocuments, ReadModelStore } from '#read-model';
import { type ApiDocument, eventually, findLeaks, freshMongo, questionsOf } from '#testing';
import { walkOf } from '../jobs/filter-jobs';
import { KeyDesk } from '../key-desk.harness';
import { Shelf } from '../observatory.harness';
import { loadObservatoryEnv } from '../observatory.env';
import { observatoryService } from '../observatory.service-options';
import { Scope } from './scope';
import { Belongings } from './two-tenants.harness';

jest.setTimeout(60_000);

/** They go on; and what is public belongs to nobody. */
const ASKED_ELSEWHERE = ['/v1/stream'];
const isAsked = (route: string): boolean => route.startsWith('/v1/') && !ASKED_ELSEWHERE.includes(route) && !/^\/v1\/(contracts|runbooks)/.test(route);

describe('what one tenant has', () => {
  const desk = new KeyDesk();
  const [acme, zeta] = [new Belongings('acme', 1), new Belongings('zeta', 2)];
  let store: ReadModelStore;
  let shelf: Shelf;
  let service: Service;
  let url: string;
  let document: ApiDocument;
  const as = (tenantId: string, role: string): Record<string, string> => ({ authorization: `Bearer ${desk.keyOf(tenantId, role)}` });
  let viewer: Record<string, string>;

  beforeAll(async () => {
    await desk.open();
    const mongo = await freshMongo();
    store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
    shelf = new Shelf(store);
    await shelf.build();
    await store.events.ensure(1_048_576);
    await acme.keep(store, shelf, 1);
    await zeta.keep(store, shelf, 11);
    await store.events.append(acme.batch(1));
    await store.events.append(zeta.batch(5));
    await shelf.count({ counts: { HELD: 0, WAITING: 0, SCHEDULED: 0, QUEUED: 3_000, RUNNING: 0, RETRYING: 0, COMPLETED: 0, FAILED: 0, CANCELLED: 0 }, queues: [] });
    await shelf.reach(8);
    const env = loadObservatoryEnv({ HTTP_PORT: '0', MONGO_URL: mongo.url, MONGO_DATABASE: mongo.database, AUTH_MODE: 'required', GATEWAY_URL: desk.url, SHUTDOWN_TIMEOUT_MS: '2000' });

    /** The planted leak: a route that says it narrows what it shows, and does not. */
    @Controller('v1/planted')
    class PlantedController {
      @Permission('jobs:read', 'tenant')
      @Get()
      async everybodysJobs(): Promise<{ items: unknown[] }> {
        return { items: await store.documents<JobDocument>(shelf.collection(JOBS)).find({}).toArray() };
      }
    }
    @Module({ controllers: [PlantedController] })
    class PlantedModule {}

    const options = observatoryService(env);
    service = await createService({ ...options, module: { module: PlantedModule, imports: [options.module] }, logger: createLogger({ service: 'observatory', instanceId: 'spec', level: 'silent' }) });
    url = await service.listen();
    document = (await (await fetch(`${url}/openapi.json`)).json()) as ApiDocument;
    viewer = as('acme', 'viewer');
    await eventually(async () => expect((await fetch(`${url}/ready`)).status).toBe(200));
  });

  afterAll(async () => {
    await service?.stop();
    await store?.close();
    await desk.close();
  });

  const get = async <T>(path: string, headers: Record<string, string>): Promise<T> => {
    const answer = await fetch(`${url}${path}`, { headers });
    expect([path, answer.status]).toEqual([path, 200]);
    return (await answer.json()) as T;
  };

  it('is shown to no other, on no route, by no parameter; and a route that forgets it is found', async () => {
    const questions = questionsOf(document, zeta.values, (route, method) => method === 'get' && isAsked(route));
    expect(questions.length).toBeGreaterThan(250);
    for (const headers of [viewer, as('acme', 'admin'), as('acme', 'submitter'), as(PLATFORM_TENANT, 'submitter')]) {
      const { leaks, statuses } = await findLeaks(url, questions, headers, zeta.canaries);
      expect(leaks.map(({ question }) => question)).toEqual(['GET /v1/planted']);
      expect([...statuses].filter(([, status]) => status >= 500)).toEqual([]);
    }
  });

  it('is shown to itself, and to whoever runs the platform, on all of these routes: the questions would find it', async () => {
    const questions = questionsOf(document, zeta.values, (route, method) => method === 'get' && isAsked(route));
    const routes = (found: readonly { question: string }[]): string[] => [...new Set(found.map(({ question }) => questions.find(({ path }) => `GET ${path}` === question)?.route ?? ''))].sort();
    const shown = [
      '/v1/attempts', '/v1/errors', '/v1/errors/{fingerprint}', '/v1/events', '/v1/flows', '/v1/jobs', '/v1/jobs/export', '/v1/jobs/suggestions', '/v1/jobs/{id}', '/v1/jobs/{id}/attempts', '/v1/jobs/{id}/attempts/{number}/logs', '/v1/jobs/{id}/events',
      '/v1/jobs/{id}/flow', '/v1/jobs/{id}/lineage', '/v1/jobs/{id}/timeline', '/v1/jobs/{id}/why', '/v1/operations', '/v1/operations/{id}', '/v1/overview', '/v1/planted', '/v1/schedules', '/v1/schedules/{schedule}',
    ];
    expect(routes((await findLeaks(url, questions, as('zeta', 'viewer'), zeta.canaries)).leaks)).toEqual(shown);
    // Who did what is for those who may read the trail.
    const audited = async (headers: Record<string, string>) => routes((await findLeaks(url, questions.filter(({ route }) => /^.v1.(audit|incidents)/.test(route)), headers, zeta.canaries)).leaks);
    expect([await audited(as('zeta', 'auditor')), await audited(as(PLATFORM_TENANT, 'admin')), await audited(as('acme', 'auditor'))]).toEqual([['/v1/audit', '/v1/incidents'], ['/v1/audit', '/v1/incidents'], []]);
    // Queues are of no tenant, but somebody has given them their names.
    expect(routes((await findLeaks(url, questions, as(PLATFORM_TENANT, 'viewer'), zeta.canaries)).leaks)).toEqual([...shown, '/v1/queues'].sort());
  });

  it('is counted apart', async () => {
    const figures = async (headers: Record<string, string>, query = '') => {
      const overview = await get<{ counts: { QUEUED: number }; windows: { minutes: number; submitted: number }[]; services: unknown[]; activeAlerts: unknown[] }>(`/v1/overview${query}`, headers);
      const series = await get<{ submitted: number[] }>(`/v1/metrics/series${query}`, headers);
      const { total } = await get<{ total: { value: number } }>(`/v1/jobs${query === '' ? '?' : `${query}&`}count=true`, headers);
      return [overview.counts.QUEUED, overview.windows.find(({ minutes }) => minutes === 60)?.submitted, series.submitted.reduce((sum, one) => sum + one, 0), total.value];
    };
    const platform = as(PLATFORM_TENANT, 'viewer');
    expect(await figures(viewer)).toEqual([1_000, 1_000, 1_000, 4]);
    expect(await figures(as('zeta', 'viewer'))).toEqual([2_000, 2_000, 2_000, 4]);
    expect(await figures(platform)).toEqual([3_000, 3_000, 3_000, 8]);
    expect(await figures(platform, '?tenant=zeta')).toEqual([2_000, 2_000, 2_000, 4]);
    expect(await figures(as('nobody', 'viewer'))).toEqual([0, 0, 0, 0]);
  });

  it('is refused by name', async () => {
    const answer = await fetch(`${url}/v1/jobs?tenant=zeta`, { headers: viewer });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'forbidden']);
    expect((await fetch(`${url}/v1/jobs?tenant=acme`, { headers: viewer })).status).toBe(200);
    expect((await fetch(`${url}/v1/jobs?tenant=zeta&tenant=acme`, { headers: viewer })).status).toBe(400);
  });

  it('may have the names that others have', async () => {
    const one = async (path: string, headers: Record<string, string>) => (await get<{ schedule: { tenantId: string } }>(path, headers)).schedule.tenantId;
    expect([await one('/v1/schedules/nightly', viewer), await one('/v1/schedules/nightly', as('zeta', 'viewer')), await one('/v1/schedules/nightly?tenant=zeta', as(PLATFORM_TENANT, 'viewer'))]).toEqual(['acme', 'zeta', 'zeta']);
    const seen: string[] = [];
    for (let after = '', page = 0; page < 10; page += 1) {
      const { items, nextAfter } = await get<{ items: { name: string; tenantId: string }[]; nextAfter?: string }>(`/v1/schedules?limit=1${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`, as(PLATFORM_TENANT, 'viewer'));
      seen.push(...items.map(({ name, tenantId }) => `${name}/${tenantId}`));
      if (nextAfter === undefined) break;
      after = nextAfter;
    }
    expect(seen).toEqual(['nightly/acme', 'nightly/zeta', 'nightly-of-acme/acme', 'nightly-of-zeta/zeta']);
  });

  it('is heard by no other on the stream, whatever is asked for', async () => {
    const heard = new Map<string, string>();
    const leave = new AbortController();
    const follow = async (name: string, query: string, headers: Record<string, string>): Promise<void> => {
      const answer = await fetch(`${url}/v1/stream?${query}`, { headers, signal: leave.signal });
      expect([query, answer.status]).toEqual([query, 200]);
      heard.set(name, '');
      void (async () => {
        const decoder = new TextDecoder();
        for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) heard.set(name, (heard.get(name) ?? '') + decoder.decode(chunk, { stream: true }));
      })().catch(() => undefined);
    };
    const [jobId = ''] = zeta.jobs;
    const queries = ['', 'after=0', 'mode=changes&after=0', `jobId=${jobId}&after=0`, `queue=${zeta.queue}&after=0`, 'type=simulate.work&after=0', `correlationId=${zeta.correlationId}&after=0`, 'types=*&after=0', 'types=job.*&after=0', `tenant=acme&after=0`];
    try {
      for (const query of queries) await follow(`acme ${query}`, query, viewer);
      await follow('zeta', 'after=0', as('zeta', 'viewer'));
      await follow('platform', 'after=0', as(PLATFORM_TENANT, 'viewer'));
      await store.events.append(zeta.batch(9));
      await store.events.append(acme.batch(13));
      await shelf.reach(16);
      await eventually(() => {
        expect(heard.get('acme ')).toContain('id: 16\n');
        expect(heard.get('acme mode=changes&after=0')).toContain('"position":16');
        expect(heard.get('zeta')).toContain('id: 12\n');
        expect(heard.get('platform')).toContain('id: 16\n');
      });
      const leaks = [...heard].filter(([name, text]) => name.startsWith('acme') && zeta.canaries.some((canary) => text.includes(canary))).map(([name]) => name);
      expect(leaks).toEqual([]);
      expect([heard.get('zeta')?.includes(jobId), heard.get('platform')?.includes(jobId), heard.get('zeta')?.includes(acme.jobs[0] ?? '')]).toEqual([true, true, false]);
    } finally {
      leave.abort();
    }
    expect((await fetch(`${url}/v1/stream?tenant=zeta`, { headers: viewer })).status).toBe(403);
  });

  it('is found along indexes of its own', async () => {
    const jobs = store.documents<JobDocument>(shelf.collection(JOBS));
    const errors = store.documents<ErrorDocument>(shelf.collection(ERRORS));
    await jobs.insertMany(Array.from({ length: 2_000 }, (_, index) => ({ ...acmeJob(index), tenantId: PLATFORM_TENANT })));
    const seen: unknown[] = [];
    const watched = (plan: unknown, name: string): void => {
      const { executionStats, queryPlanner } = plan as { executionStats: { totalKeysExamined: number; totalDocsExamined: number }; queryPlanner: { winningPlan: unknown } };
      const winning = JSON.stringify(queryPlanner.winningPlan);
      seen.push([name, /"stage":"SORT"|COLLSCAN/.test(winning), executionStats.totalKeysExamined < 60]);
    };
    const scope = Scope.of({ tenantId: 'acme', permissions: new Set() }, undefined);
    const narrowed = new NarrowedDocuments(jobs, scope.narrowing<JobDocument>(JOBS));
    for (const asked of [{}, { state: ['QUEUED'] }, { queue: acme.queue }, { type: 'simulate.work' }, { tag: [acme.tag] }, { failing: 'true' }, { sort: '-finishedAt' }, { sort: '-durationMs' }, { minAttempts: 1 }, { submittedAfter: '2020-01-01T00:00:00.000Z' }] as never[]) {
      const { filter, sort, hint } = walkOf(asked, undefined, scope.hasOwnWalks);
      watched(await narrowed.find(filter, { ...(hint !== undefined && { hint }) }).sort(sort).limit(50).explain('executionStats'), JSON.stringify(asked));
    }
    const groups = new NarrowedDocuments(errors, scope.narrowing<ErrorDocument>(ERRORS));
    watched(await groups.find({}).sort({ lastSeen: -1, _id: -1 }).limit(50).explain('executionStats'), 'errors');
    expect(seen.filter((one) => JSON.stringify(one).endsWith('false,true]') === false)).toEqual([]);
  });

  const acmeJob = (index: number): JobDocument => ({
    _id: `0193ffff-0000-7000-8000-${index.toString(16).padStart(12, '0')}`, tenantId: PLATFORM_TENANT, type: 'simulate.work', queue: acme.queue, priority: 'normal', status: 'QUEUED', payload: '{}', correlationId: 'c', attempt: 2, maxAttempts: 5, losses: 0,
    submittedAt: '2026-01-01T00:00:00.000Z', finishedAt: '2026-01-01T00:00:09.000Z', durationMs: 9_000, foundBy: [`tag:${acme.tag}`, 'has:failing'], version: 1, position: 1,
  });
});
