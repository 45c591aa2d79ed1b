import fc from 'fast-check';
import { foldEvents, groupByDocument, type LoggedEvent } from '#read-model';
import { LogBuilder } from '../log.builder';
import { type AnyProjector, READ_MODELS } from '../read-models/read-models';
import { LogProjection, type ProjectionObserver } from './log-projection';
import { MemoryFeed, MemoryReadModels, MemoryRebuilder, MemoryStore } from './memory-read-models.harness';
import { HeadWatch } from './watch-head';

const SILENT: ProjectionObserver = { applied: () => undefined, duplicates: () => undefined, foreign: () => undefined, repaired: () => undefined, lookedAtHead: () => undefined };

/** Some lives of jobs, their events mixed as `order` says. */
function someLog(lives: readonly number[], order: readonly number[], epoch?: string): LogBuilder {
  const log = new LogBuilder(epoch);
  const scripts = lives.map((life, index) => {
    const job = log.job(index + 1, { queue: index % 2 === 0 ? 'default' : 'mail' });
    const steps: (() => unknown)[] = [() => job.submitted(), () => job.queued()];
    for (let attempt = 1; attempt <= life % 3; attempt += 1) steps.push(() => job.started(), () => job.retryScheduled(attempt === 1 ? 'failed' : 'lost'), () => job.queued('retry'));
    if (life % 5 === 0) steps.push(() => job.cancelRequested(), () => job.cancelled());
    else steps.push(() => job.started(), () => (life % 5 === 1 ? job.failed() : job.completed()));
    return steps;
  });
  let turn = 0;
  while (scripts.some((steps) => steps.length > 0)) {
    const open = scripts.filter((steps) => steps.length > 0);
    open[(order[turn % order.length] ?? 0) % open.length]?.shift()?.();
    turn += 1;
  }
  return log;
}

/** What the read models must look like in the end: everything folded in one go. */
function expected(projector: AnyProjector, events: readonly LoggedEvent[]): string[] {
  const documents = [...groupByDocument(projector, events)].map(([, group]) => foldEvents(projector, undefined, group));
  return documents
    .map((fold) => (fold.kind === 'changed' ? fold.document : undefined))
    .sort((a, b) => ((a?._id ?? '') < (b?._id ?? '') ? -1 : 1))
    .map((document) => JSON.stringify(document));
}

const lives = fc.array(fc.nat(30), { minLength: 1, maxLength: 6 });
const order = fc.array(fc.nat(5), { minLength: 1, maxLength: 40 });
/** Batches as a broker with a lossy, reordering, duplicating mood hands them to one instance or another; `failAt` steps fail. */
const schedule = fc.record({
  deliveries: fc.array(fc.record({ instance: fc.nat(1), positions: fc.array(fc.nat(60), { maxLength: 12 }) }), { maxLength: 15 }),
  failAt: fc.uniqueArray(fc.nat(80), { maxLength: 8 }),
});

async function run(logs: readonly LogBuilder[], deliveries: readonly { instance: number; positions: readonly number[] }[], failAt: readonly number[]): Promise<MemoryStore> {
  let log = logs[0] as LogBuilder;
  let steps = 0;
  let calm = false;
  const step = async (): Promise<void> => {
    steps += 1;
    await Promise.resolve();
    if (!calm && failAt.includes(steps)) throw new Error('the store is away');
  };
  const store = new MemoryStore();
  const instances = [0, 1].map(() => {
    const readModels = new MemoryReadModels(store, READ_MODELS, step);
    const feed = new MemoryFeed(() => ({ events: log.events, head: log.head }), step);
    return new LogProjection(readModels, feed, new MemoryRebuilder(store, feed, readModels), SILENT);
  });
  const underWay: Promise<unknown>[] = [];
  for (const [index, { instance, positions }] of deliveries.entries()) {
    // Half of them wait for the ones before, half run at the same time, on the same instance or the other one.
    if (index % 2 === 0) await Promise.all(underWay);
    if (index === Math.floor(deliveries.length / 2)) log = logs.at(-1) as LogBuilder;
    const events = positions.flatMap((position) => log.events[position % log.events.length] ?? []);
    underWay.push((instances[instance] as LogProjection).handle(events).catch(() => undefined));
  }
  await Promise.all(underWay);
  calm = true;
  log = logs.at(-1) as LogBuilder;
  const watch = new HeadWatch();
  for (let look = 0; look < 4; look += 1) await instances[look % 2]?.lookAtHead(watch, { atMs: look * 1_000, wall: new Date(0), patienceMs: 500 }, true);
  return store;
}

describe('the projection of the log', () => {
  it('ends with the same documents whatever the broker loses, repeats or mixes up, whoever fails or overtakes', async () => {
    await fc.assert(
      fc.asyncProperty(lives, order, schedule, async (someLives, someOrder, { deliveries, failAt }) => {
        const log = someLog(someLives, someOrder);
        const store = await run([log], deliveries, failAt);
        for (const projector of READ_MODELS) expect(store.served(projector)).toEqual(expected(projector, log.events));
      }),
      { numRuns: 300 },
    );
  });

  it('ends with the documents of the log that is there, if another one took its place meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(lives, order, lives, schedule, async (before, someOrder, after, { deliveries, failAt }) => {
        const old = someLog(before, someOrder);
        const restored = someLog(after, someOrder, '0193ffff-0000-7000-8000-000000000002');
        const store = await run([old, restored], deliveries, failAt);
        for (const projector of READ_MODELS) expect(store.served(projector)).toEqual(expected(projector, restored.events));
      }),
      { numRuns: 150 },
    );
  });

  it('tells how far it is behind also while its store cannot be asked', async () => {
    const log = someLog([2], [0]);
    let storeIsAway = false;
    const step = () => (storeIsAway ? Promise.reject(new Error('the store is away')) : Promise.resolve());
    const store = new MemoryStore();
    const readModels = new MemoryReadModels(store, READ_MODELS, step);
    const feed = new MemoryFeed(() => ({ events: log.events, head: log.head }), () => Promise.resolve());
    const lags: number[] = [];
    const observer: ProjectionObserver = { ...SILENT, lookedAtHead: (head, [model]) => void lags.push(head.position - (model?.position ?? 0)) };
    const projection = new LogProjection(readModels, feed, new MemoryRebuilder(store, feed, readModels), observer);
    await projection.lookAtHead(new HeadWatch(), { atMs: 0, wall: new Date(0), patienceMs: 500 }, true);
    storeIsAway = true;
    const job = log.job(9);
    job.submitted();
    job.queued();
    await projection.tellLag();
    expect(lags.map((lag) => lag - (lags[0] ?? 0))).toEqual([0, 2]);
  });

  it('would notice a projection that skips what it does not have', () => {
    const log = someLog([2, 4], [0, 1]);
    const [projector] = READ_MODELS as [AnyProjector];
    const lossy = log.events.filter((event) => event.stream.position !== 3);
    expect(() => expect(expected(projector, lossy)).toEqual(expected(projector, log.events))).toThrow();
  });
});
