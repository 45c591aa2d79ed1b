import { type Logger, renderMetrics } from '#observability';
import { DocumentLoader, type JobDocument, type LoggedEvent } from '#read-model';
import { LogBuilder } from '../log.builder';
import { jobsProjector } from '../read-models/jobs/jobs.projector';
import { READ_MODELS } from '../read-models/read-models';
import { InvariantWatch } from './invariant-watch';
import { LogProjection, type ProjectionObserver } from './log-projection';
import { MemoryFeed, MemoryReadModels, MemoryRebuilder, MemoryStore } from './memory-read-models.harness';

/*
 * Somebody took an event out of the log: the gateway cannot, a hand in the database can. The read models must say so and go on: with the job that it
 * was about as far as it can be told, and with all others as if nothing had been.
 */
const SILENT: ProjectionObserver = { applied: () => undefined, duplicates: () => undefined, foreign: () => undefined, repaired: () => undefined, lookedAtHead: () => undefined };
const logger = { error: () => undefined } as unknown as Logger;

function someLog(): LogBuilder {
  const log = new LogBuilder();
  const [broken, whole] = [log.job(1), log.job(2)];
  broken.submitted().queued();
  whole.submitted().queued().started();
  broken.started().completed({ n: 1 });
  whole.completed({ n: 2 });
  return log;
}

/** Without the event at a position; those behind it close up, or leave a hole. */
function without(log: LogBuilder, position: number, closeUp: boolean): LoggedEvent[] {
  return log.events
    .filter(({ stream }) => stream.position !== position)
    .map((event) => (closeUp && event.stream.position > position ? ({ ...event, stream: { ...event.stream, position: event.stream.position - 1 } }) : event));
}

async function project(events: readonly LoggedEvent[]): Promise<{ jobs: JobDocument[]; told: number[]; place: number | undefined }> {
  const store = new MemoryStore();
  const step = (): Promise<void> => Promise.resolve();
  const readModels = new MemoryReadModels(store, READ_MODELS, step);
  const last = events.at(-1)?.stream;
  const feed = new MemoryFeed(() => ({ events, head: { position: last?.position ?? 0, epoch: last?.epoch ?? '' } }), step);
  const told: number[] = [];
  const projection = new LogProjection(readModels, feed, new MemoryRebuilder(store, feed, readModels), SILENT, ({ stream }) => told.push(stream.position));
  await projection.start();
  // In two deliveries: what was given up once is not looked for again.
  await projection.handle(events.slice(0, 5));
  await projection.handle(events.slice(5));
  return { jobs: store.served(jobsProjector as unknown as (typeof READ_MODELS)[number]).map((text) => JSON.parse(text) as JobDocument), told, place: projection.place?.position };
}

it('a version that is missing is told of, and both jobs are shown as they ended', async () => {
  const { jobs, told, place } = await project(without(someLog(), 2, true));
  expect(jobs.map(({ status }) => status)).toEqual(['COMPLETED', 'COMPLETED']);
  expect(place).toBe(7);
  // By the two read models that follow jobs one by one.
  expect(told).toEqual([5, 5]);
});

it('a beginning that is missing leaves out that job, and no other', async () => {
  const { jobs, place } = await project(without(someLog(), 1, true));
  expect(jobs.map(({ _id, status }) => [_id.slice(-1), status])).toEqual([['2', 'COMPLETED']]);
  expect(place).toBe(7);
});

it('a position that is missing stops nobody', async () => {
  const { jobs, place } = await project(without(someLog(), 2, false));
  expect(jobs.map(({ status }) => status)).toEqual(['COMPLETED', 'COMPLETED']);
  expect(place).toBe(8);
});

it('a rebuild tells of it as well, and goes on', async () => {
  const stored: JobDocument[] = [];
  const documents = {
    name: 'jobs',
    read: () => Promise.resolve([]),
    write: (changes: readonly { readonly after: JobDocument }[]) => {
      stored.push(...changes.map(({ after }) => after));
      return Promise.resolve(changes.map(() => 'written' as const));
    },
  };
  const told: number[] = [];
  const loader = new DocumentLoader<JobDocument>(documents, jobsProjector, 1e6, ({ stream }) => told.push(stream.version));
  await loader.apply(without(someLog(), 2, true));
  await loader.finish();
  expect(told).toEqual([3]);
  expect(stored.map(({ status }) => status)).toEqual(['COMPLETED', 'COMPLETED']);
});

it('is counted once by what is missing, and a document that counts by position adds nothing to the hole', async () => {
  const watch = new InvariantWatch(logger);
  const event = someLog().events[2] as LoggedEvent;
  watch.hole({ after: 1, next: 3, epoch: event.stream.epoch });
  watch.gap(event);
  const other = someLog().events[5] as LoggedEvent;
  watch.gap(other);
  watch.gap(other);
  const text = await renderMetrics();
  expect(text).toContain('observatory_invariant_violations_total{invariant="position_gap"} 1');
  expect(text).toContain('observatory_invariant_violations_total{invariant="version_gap"} 1');
});
