import { randomUUID } from 'node:crypto';
import { JOBS, projectionName, ReadModelStore } from '#read-model';
import { freshMongo } from '#testing';
import { served } from '../aggregator.harness';
import { GatewayFeed } from '../feed/gateway-feed';
import { serveLog } from '../feed/log-server.builder';
import { LogBuilder } from '../log.builder';
import { LogProjection } from '../project-log/log-projection';
import { MongoReadModels } from '../project-log/mongo-read-models';
import { jobsProjector } from '../read-models/jobs/jobs.projector';
import type { AnyProjector } from '../read-models/read-models';
import { dropAbandonedVersions, KEPT_MS } from './old-versions';
import { ReadModelBuilder } from './read-model-builder';

jest.setTimeout(30_000);

const SILENT = { applied: () => undefined, duplicates: () => undefined, foreign: () => undefined, repaired: () => undefined, lookedAtHead: () => undefined };
const BEFORE = { ...JOBS, version: JOBS.version - 1 };
const RING_BYTES = 1024 * 1024;

it('a new version of a read model is built from the log while the one before is served, which goes once nobody has kept it for a day', async () => {
  const store = new ReadModelStore({ ...(await freshMongo()), name: 'spec' }).open();
  const log = new LogBuilder(randomUUID());
  const gateway = await serveLog(log);
  const feed = new GatewayFeed({ url: gateway.url, pageEvents: 50 });
  const aggregatorOf = (holder: string, model: typeof JOBS | typeof BEFORE): LogProjection =>
    new LogProjection(new MongoReadModels(store, [{ ...jobsProjector, model } as AnyProjector], RING_BYTES), feed, new ReadModelBuilder(store, feed, { holder }), SILENT);
  const grow = (from: number, to: number): LogBuilder['events'] => {
    const before = log.events.length;
    for (let number = from; number <= to; number += 1) log.job(number).submitted().queued().started().completed();
    return log.events.slice(before);
  };
  try {
    grow(1, 20);
    const old = aggregatorOf('old', BEFORE);
    await old.start();
    const collection = (await served(store, BEFORE)).collection;

    await aggregatorOf('new', JOBS).start();
    // Both are there, and whoever knows the old one still keeps it.
    await old.handle(grow(21, 22));
    expect(await served(store, BEFORE)).toMatchObject({ collection, position: 88 });
    expect(await served(store, JOBS)).toMatchObject({ position: 80 });

    const names = () => store.pointers.all().then((pointers) => pointers.map(({ _id }) => _id).sort());
    expect([await dropAbandonedVersions(store, [JOBS], Date.now()), await names()]).toEqual([[], [projectionName(BEFORE), projectionName(JOBS)]]);
    expect([await dropAbandonedVersions(store, [JOBS], Date.now() + KEPT_MS + 60_000), await names()]).toEqual([[projectionName(BEFORE)], [projectionName(JOBS)]]);
    expect(await store.checkpoints.ofProjection(projectionName(BEFORE))).toEqual([]);
    expect((await served(store, JOBS)).documents).toHaveLength(20);

    // Who comes back to the old version builds it again.
    await aggregatorOf('old again', BEFORE).start();
    expect(await served(store, BEFORE)).toMatchObject({ position: 88, documents: { length: 22 } });
  } finally {
    await Promise.all([feed.close(), gateway.close(), store.close()]);
  }
});
