import { randomUUID } from 'node:crypto';
import { DocumentWriter, type JobDocument, JOBS, OVERVIEW, projectionName, type ReadModelDocument, ReadModelStore, TIMELINE } from '#read-model';
import { eventually, freshMongo } from '#testing';
import { served } from '../aggregator.harness';
import { GatewayFeed } from '../feed/gateway-feed';
import type { LogFeed } from '../feed/log-feed';
import { type LogServer, serveLog } from '../feed/log-server.builder';
import { LogBuilder } from '../log.builder';
import { LogProjection } from '../project-log/log-projection';
import { MongoReadModels } from '../project-log/mongo-read-models';
import { type AnyProjector, READ_MODELS } from '../read-models/read-models';
import { proveReadModels } from './prove-read-models';
import { ReadModelBuilder } from './read-model-builder';

jest.setTimeout(30_000);

const SILENT = { applied: () => undefined, duplicates: () => undefined, foreign: () => undefined, repaired: () => undefined, lookedAtHead: () => undefined };
const jobsOnly = READ_MODELS.filter((projector) => projector.model.name === 'jobs');

describe('rebuilding', () => {
  let store: ReadModelStore;
  let log: LogBuilder;
  let gateway: LogServer;
  let feed: GatewayFeed;
  const builder = (holder: string): ReadModelBuilder => new ReadModelBuilder(store, feed, { holder });
  const live = (): LogProjection => new LogProjection(new MongoReadModels(store, READ_MODELS, 1024 * 1024), feed, builder('live'), SILENT);
  const grow = (jobs: number, from: number): void => {
    for (let number = from; number < from + jobs; number += 1) log.job(number).submitted().queued().started().completed();
  };

  beforeEach(async () => {
    store = new ReadModelStore({ ...(await freshMongo()), name: 'spec' }).open();
    log = new LogBuilder(randomUUID());
    gateway = await serveLog(log);
    feed = new GatewayFeed({ url: gateway.url, pageEvents: 50 });
  });
  afterEach(async () => {
    await Promise.all([feed.close(), gateway.close(), store.close()]);
  });

  it('gives the same documents as following the log event by event, byte for byte', async () => {
    const projection = live();
    await projection.start();
    grow(40, 1);
    for (let from = 0; from < log.events.length; from += 7) await projection.handle(log.events.slice(from, from + 7));
    expect(await proveReadModels(store, feed, builder('proof'), READ_MODELS)).toMatchObject({ events: 160, documents: 85, differences: 0 });
  });

  it('proves nothing where a document was tampered with', async () => {
    grow(5, 1);
    await live().start();
    const { collection } = await served(store, JOBS);
    const id = log.events[0]?.stream.id ?? '';
    await store.documents<JobDocument>(collection).updateOne({ _id: id }, { $set: { attempt: 7 } });
    const proof = await proveReadModels(store, feed, builder('proof'), READ_MODELS);
    expect(proof.models.map(({ projection, differences }) => ({ projection, differences }))).toEqual([
      { projection: 'jobs@5', differences: [{ id, kind: 'different' }] },
      { projection: 'timeline@5', differences: [] },
      { projection: 'overview@2', differences: [] },
      { projection: 'tenants@1', differences: [] },
      { projection: 'schedules@2', differences: [] },
      { projection: 'alerts@1', differences: [] },
      { projection: 'resources@3', differences: [] },
      { projection: 'errors@2', differences: [] },
      { projection: 'activity@2', differences: [] },
    ]);
  });

  it('proves while the log grows and the live side moves on', async () => {
    grow(30, 1);
    const projection = live();
    await projection.start();
    let growing = true;
    const growth = (async () => {
      for (let number = 31; growing; number += 1) {
        const before = log.events.length;
        grow(1, number);
        await projection.handle(log.events.slice(before));
      }
    })();
    const proof = await proveReadModels(store, feed, builder('proof'), READ_MODELS);
    growing = false;
    await growth;
    expect(proof.differences).toBe(0);
  });

  it('leaves nothing behind but the served collections after a proof', async () => {
    grow(3, 1);
    await live().start();
    await proveReadModels(store, feed, builder('proof'), READ_MODELS);
    const left = await Promise.all(READ_MODELS.map(async ({ model }) => (await store.checkpoints.ofProjection(projectionName(model))).map((checkpoint) => checkpoint._id)));
    expect(left.flat()).toEqual(await Promise.all(READ_MODELS.map(async ({ model }) => (await served(store, model)).collection)));
  });

  it('switches without a moment in which a reader finds nothing, and the live side follows', async () => {
    grow(60, 1);
    const projection = live();
    await projection.start();
    const id = log.events[0]?.stream.id ?? '';
    let reading = true;
    const misses: string[] = [];
    const reader = (async () => {
      while (reading) {
        const pointer = (await store.pointers.read([JOBS])).get('jobs@5');
        if (!pointer || !(await store.documents<JobDocument>(pointer.collection).findOne({ _id: id }))) misses.push(pointer?.collection ?? 'no pointer');
      }
    })();
    const collections = new Set<string>();
    for (let round = 0; round < 4; round += 1) {
      const before = log.events.length;
      grow(2, 100 + round * 2);
      const seen = new Map([['jobs@5', round + 1]]);
      await Promise.all([builder('rebuild').rebuild(jobsOnly, seen, 'asked'), projection.handle(log.events.slice(before))]);
      collections.add((await served(store, JOBS)).collection);
    }
    reading = false;
    await reader;
    grow(1, 200);
    await projection.handle(log.events.slice(-1));
    await projection.handle(log.events.slice(-4));
    expect([misses, collections.size]).toEqual([[], 4]);
    expect(await proveReadModels(store, feed, builder('proof'), READ_MODELS)).toMatchObject({ differences: 0 });
  });

  it('keeps the generation before the served one and removes older ones', async () => {
    grow(2, 1);
    await live().start();
    for (let seen = 1; seen <= 3; seen += 1) await builder('rebuild').rebuild(jobsOnly, new Map([['jobs@5', seen]]), 'asked');
    expect((await store.checkpoints.ofProjection('jobs@5')).map((checkpoint) => checkpoint._id)).toEqual(['jobs_v5_3', 'jobs_v5_4']);
  });

  it('goes on where a builder was killed, and comes to the same', async () => {
    grow(100, 1);
    const asked: number[] = [];
    const reads = (pages: number): LogFeed => ({
      head: () => feed.head(),
      async *read(range) {
        asked.push(range.after);
        let read = 0;
        for await (const page of feed.read(range)) {
          yield page;
          // A process that is killed does not fail: it is just not heard of again.
          if ((read += 1) >= pages) await new Promise(() => undefined);
        }
      },
    });
    const readModels = [...READ_MODELS];
    void new ReadModelBuilder(store, reads(4), { holder: 'killed', saveEveryMs: -1 }).rebuild(readModels, new Map(), 'version');
    await eventually(async () => expect((await store.checkpoints.ofProjection('activity@2'))[0]?.position).toBe(200), { message: 'half of it is saved' });
    await eventually(async () => expect((await store.pointers.begun())[0]).toMatchObject({ generation: 1, active: true, pace: { position: 50, head: 400, eventsPerSecond: expect.any(Number) as number, at: expect.any(Date) as Date } }), { message: 'its pace is told' });
    for (const { model } of readModels) await store.pointers.release(model, 'killed');
    grow(3, 101);
    await new ReadModelBuilder(store, reads(1_000), { holder: 'next' }).rebuild(readModels, new Map(), 'version');
    expect(asked.slice(0, 2)).toEqual([0, 200]);
    expect((await served(store, JOBS)).collection).toBe('jobs_v5_1');
    expect(await proveReadModels(store, feed, builder('proof'), READ_MODELS)).toMatchObject({ events: log.events.length, differences: 0 });
  });

  it('declares the indexes of what it built', async () => {
    await live().start();
    const { collection } = await served(store, JOBS);
    expect((await store.documents(collection).indexes()).map((index) => index.name)).toEqual(['_id_', ...JOBS.indexes.map(({ name }) => name)]);
  });

  it('builds once when two aggregators want to build at the same time', async () => {
    grow(20, 1);
    await Promise.all([builder('a').rebuild(READ_MODELS, new Map(), 'version'), builder('b').rebuild(READ_MODELS, new Map(), 'version')]);
    expect(await Promise.all([JOBS, TIMELINE, OVERVIEW].map(async (model) => (await served(store, model)).collection))).toEqual(['jobs_v5_1', 'timeline_v5_1', 'overview_v2_1']);
  });

  it('does not let a rebuild be undone by a zombie that still writes to the old collection', async () => {
    grow(5, 1);
    const zombie = live();
    await zombie.start();
    const old = (await served(store, JOBS)).collection;
    grow(1, 6);
    await builder('rebuild').rebuild(jobsOnly, new Map([['jobs@5', 1]]), 'asked');
    const writer = new DocumentWriter<ReadModelDocument>(store.writable(old, jobsOnly[0] as AnyProjector), jobsOnly[0] as AnyProjector);
    await writer.apply(log.events.slice(-4));
    expect(await proveReadModels(store, feed, builder('proof'), jobsOnly)).toMatchObject({ differences: 0, documents: 6 });
  });

  it('gives up, cleans up and says so when the feed goes away in the middle', async () => {
    grow(100, 1);
    const failing: GatewayFeed = Object.create(feed, {
      read: {
        value: async function* (range: { after: number }) {
          for await (const chunk of feed.read(range)) {
            yield chunk;
            gateway.isDown = true;
          }
        },
      },
    }) as GatewayFeed;
    await expect(new ReadModelBuilder(store, failing, { holder: 'a' }).rebuild(READ_MODELS, new Map(), 'version')).rejects.toThrow('503');
    expect(await store.checkpoints.ofProjection('jobs@5')).toEqual([]);
    gateway.isDown = false;
    await builder('b').rebuild(READ_MODELS, new Map(), 'version');
    expect((await served(store, JOBS)).documents).toHaveLength(100);
  });
});
