import { randomUUID } from 'node:crypto';
import { JOBS, OVERVIEW, ReadModelStore, TIMELINE } from '#read-model';
import { freshMongo } from '#testing';
import { served } from '../aggregator.harness';
import { GatewayFeed } from '../feed/gateway-feed';
import { type LogServer, serveLog } from '../feed/log-server.builder';
import { LogBuilder } from '../log.builder';
import { LogProjection } from '../project-log/log-projection';
import { MongoReadModels } from '../project-log/mongo-read-models';
import { READ_MODELS } from '../read-models/read-models';
import { proveReadModels } from '../rebuild/prove-read-models';
import { ReadModelBuilder } from '../rebuild/read-model-builder';
import { JobRetention } from './job-retention';
import { retentionPolicy } from './retention-policy';

jest.setTimeout(30_000);

const SILENT = { applied: () => undefined, duplicates: () => undefined, foreign: () => undefined, repaired: () => undefined, lookedAtHead: () => undefined };
/** All that happens in these logs happens in the first minutes of the year. */
const day = (number: number): number => Date.parse('2026-01-01T12:00:00.000Z') + number * 86_400_000;

describe('the retention of jobs', () => {
  let store: ReadModelStore;
  let log: LogBuilder;
  let gateway: LogServer;
  let feed: GatewayFeed;
  let projection: LogProjection;
  let nowMs: number;
  let retention: JobRetention;
  let repaired: number;
  const builder = (): ReadModelBuilder => new ReadModelBuilder(store, feed, { holder: 'spec', trim: (built) => retention.trim(built) });

  beforeEach(async () => {
    store = new ReadModelStore({ ...(await freshMongo()), name: 'spec' }).open();
    log = new LogBuilder(randomUUID());
    gateway = await serveLog(log);
    feed = new GatewayFeed({ url: gateway.url, pageEvents: 50 });
    retention = new JobRetention(store, retentionPolicy(30, 'acme=1,globex=0'), undefined, () => nowMs);
    repaired = 0;
    projection = new LogProjection(new MongoReadModels(store, READ_MODELS, 1024 * 1024), feed, builder(), { ...SILENT, repaired: () => (repaired += 1) });
    nowMs = day(0);
    for (const [at, tenantId] of ['default', 'acme', 'globex', 'other'].entries()) {
      log.job(at * 10 + 1, { tenantId }).submitted().queued().started().completed();
      log.job(at * 10 + 2, { tenantId }).submitted().queued().started().failed();
      log.job(at * 10 + 3, { tenantId }).submitted().queued().started();
    }
    await projection.start();
  });
  afterEach(async () => {
    await Promise.all([feed.close(), gateway.close(), store.close()]);
  });

  const left = async (model: typeof JOBS | typeof TIMELINE): Promise<string[]> => {
    const counts = new Map<string, number>();
    for (const { tenantId } of (await served(store, model)).documents) counts.set(tenantId as string, (counts.get(tenantId as string) ?? 0) + 1);
    return [...counts].map(([tenant, count]) => `${tenant} ${count}`).sort();
  };

  it('lets jobs leave that ended longer ago than their tenant keeps them, with their timelines, and nothing else', async () => {
    const all = ['acme 3', 'default 3', 'globex 3', 'other 3'];
    expect([await retention.sweep(), await left(JOBS)]).toEqual([0, all]);
    nowMs = day(2);
    const figures = (await served(store, OVERVIEW)).documents;
    expect([await retention.sweep(), await retention.sweep()]).toEqual([2, 0]);
    expect([await left(JOBS), await left(TIMELINE)]).toEqual(Array(2).fill(['acme 1', 'default 3', 'globex 3', 'other 3']));
    nowMs = day(40);
    expect(await retention.sweep()).toBe(4);
    expect([await left(JOBS), await left(TIMELINE)]).toEqual(Array(2).fill(['acme 1', 'default 1', 'globex 3', 'other 1']));
    expect((await served(store, OVERVIEW)).documents).toEqual(figures);
  });

  it('comes to the same when it is built from the log, whole or one read model alone', async () => {
    nowMs = day(40);
    await retention.sweep();
    const [jobs, timeline] = [await served(store, JOBS), await served(store, TIMELINE)];
    expect(await proveReadModels(store, feed, builder(), READ_MODELS)).toMatchObject({ differences: 0 });
    await builder().rebuild(READ_MODELS.filter(({ model }) => model.name === TIMELINE.name), new Map([['timeline@5', 1]]), 'asked');
    await builder().rebuild(READ_MODELS.filter(({ model }) => model.name === JOBS.name), new Map([[`jobs@${JOBS.version}`, 1]]), 'asked');
    const [jobsAnew, timelineAnew] = [await served(store, JOBS), await served(store, TIMELINE)];
    expect([jobsAnew.documents, timelineAnew.documents]).toEqual([jobs.documents, timeline.documents]);
    expect([jobsAnew.collection === jobs.collection, timelineAnew.collection === timeline.collection]).toEqual([false, false]);
  });

  it('is proved where a served job that is to leave has not left yet', async () => {
    nowMs = day(40);
    expect(await proveReadModels(store, feed, builder(), READ_MODELS)).toMatchObject({ differences: 0 });
    expect(await left(JOBS)).toEqual(['acme 1', 'default 1', 'globex 3', 'other 1']);
  });

  it('leaves out what is told of a job after it has left, and repairs nothing', async () => {
    const failed = log.job(99, { tenantId: 'acme' }).submitted().queued().started().failed();
    await projection.handle(log.events.slice(-4));
    nowMs = day(2);
    expect(await retention.sweep()).toBe(3);
    failed.redriven();
    log.job(100, { tenantId: 'acme' }).submitted().queued();
    await projection.handle(log.events.slice(-3));
    expect(repaired).toBe(0);
    expect([await left(JOBS), (await served(store, JOBS)).position]).toEqual([['acme 2', 'default 3', 'globex 3', 'other 3'], log.head.position]);
    expect(await proveReadModels(store, feed, builder(), READ_MODELS)).toMatchObject({ differences: 0 });
  });
});
