import { foldEvents, groupByDocument, type LoggedEvent, type OverviewDocument } from '#read-model';
import { READ_MODELS, type AnyProjector } from '../../../apps/aggregator/src/read-models/read-models';
import { checkHistory, violations } from '../../history/check-history';
import { DEDUPE_MS } from '../clients';
import type { World } from '../world';
import { CLOCKS_AGREE_MS } from './job-checks';
import { judgeOperations } from './operation-checks';
import { judgeSchedules } from './schedule-checks';

/** Judges a schedule that has come to rest: what clients were told, what the log says, what handlers did, what the read models show. */
export function judgeAtRest(world: World): void {
  const { judge, log, clients, store, messages } = world;
  const verdict = checkHistory({ accepted: clients.accepted, attemptedKeys: new Set([...clients.attemptedKeys, ...keysOfOperators(world)]), log: log.all });
  for (const violation of violations(verdict)) judge.findings.push(violation);
  if (store.lease.cursor !== store.head) judge.broken('notRelayed', `the cursor rests at ${store.lease.cursor}, the head is ${store.head}`);
  if (messages.published !== store.head) judge.broken('notRelayed', `the broker has ${messages.published} of ${store.head}`);
  judgeEffects(world);
  judgeSlots(world);
  judgeRows(world);
  judgeNextLives(world);
  judgeWindows(world);
  judgeReadModels(world);
  if (world.duties.schedules) judgeSchedules(world);
  if (world.duties.operations) judgeOperations(world);
}

/** The keys of jobs that nobody submitted: of the ticks of schedules, which are judged with them, and of all failed jobs where all were to be redriven. */
function keysOfOperators({ log, operators }: World): string[] {
  const redrives = [...operators.asked.values()].includes('redrive');
  return log.all.flatMap(({ eventType, payload }) => {
    if (redrives && eventType === 'job.failed') return [`redrive:${payload.jobId}`];
    return eventType === 'job.submitted' && payload.scheduleId !== undefined && payload.idempotencyKey !== undefined ? [payload.idempotencyKey] : [];
  });
}

/** At most one effect of a job counts, and only the effect of the attempt that the log says succeeded. */
function judgeEffects({ log, sink, judge }: World): void {
  const completedBy = new Map<string, string>();
  for (const event of log.all) {
    if (event.eventType !== 'job.completed') continue;
    const { jobId, deliveryId } = event.payload;
    completedBy.set(jobId, deliveryId);
    const run = sink.runs.get(deliveryId);
    if (run === undefined || run.jobId !== jobId) judge.broken('phantomEffect', `${jobId} was completed by ${deliveryId}, which never ran it`);
    else if (run.effect !== 'succeeded') judge.broken('phantomEffect', `${jobId} was completed by ${deliveryId}, whose handler has not succeeded`);
  }
  for (const [jobId, runs] of sink.byJob) {
    const counted = runs.filter((run) => completedBy.get(jobId) === run.deliveryId && run.effect === 'succeeded');
    if (counted.length > 1) judge.broken('doubleEffects', `${jobId} had ${counted.length} effects that count`);
  }
}

/** Who owns nothing holds nothing. */
function judgeSlots({ store, judge }: World): void {
  for (const [key, inUse] of store.slots) if (inUse !== 0) judge.broken('slotsLeaked', `${inUse} slots of ${key} are held by nobody`);
}

/** The row of a job says what its events say. */
function judgeRows({ store, judge }: World): void {
  for (const job of store.jobs.values()) {
    const events = store.streams.get(job.id) ?? [];
    if (job.version !== events.length) judge.broken('rowIsNotFold', `${job.id} is at version ${job.version}, its stream has ${events.length}`);
    const last = events.at(-1)?.type ?? '';
    const ended = job['redriven_to'] === null ? `job.${job.status.toLowerCase()}` : 'job.redriven';
    if (last !== ended) judge.broken('rowIsNotFold', `${job.id} is ${job.status}, its last event is ${last}`);
  }
}

/** A failed job has one next life, which knows whose it is, however often it was redriven. That there is one by its key the history checker says. */
function judgeNextLives({ clients, store, log, judge }: World): void {
  const from = new Map(log.all.flatMap((event) => (event.eventType === 'job.submitted' ? [[event.payload.jobId, event.payload.redrivenFrom]] : [])));
  for (const { failed, next } of clients.redriven) {
    const noted = store.jobs.get(failed)?.['redriven_to'];
    if (noted !== next) judge.broken('nextLives', `a redrive of ${failed} was answered with ${next}, and the job names ${noted}`);
    if (from.get(next) !== failed) judge.broken('nextLives', `${next} is the next life of ${from.get(next)}, and not of ${failed}`);
  }
}

/** Within the window of a key one job stands for all. A window begins no sooner than its job is asked for; one that takes the place of another (`last`) waits for its end. */
function judgeWindows({ clients, log, store, judge }: World): void {
  let stands: { readonly jobId: string; readonly untilMs: number } | undefined;
  for (const event of log.all) {
    if (event.eventType !== 'job.submitted' || event.payload.dedupeKey === undefined) continue;
    const { jobId, idempotencyKey = '', runAt } = event.payload;
    const madeAtMs = store.streams.get(jobId)?.[0]?.atMs ?? 0;
    const leftMs = Math.round((stands?.untilMs ?? 0) - madeAtMs);
    if (runAt === undefined && leftMs > CLOCKS_AGREE_MS) judge.broken('dedupeWindow', `${jobId} was made although ${stands?.jobId} stood for it for ${leftMs} ms more`);
    stands = { jobId, untilMs: (clients.askedAtMs.get(idempotencyKey) ?? 0) + DEDUPE_MS };
  }
}

function judgeReadModels(world: World): void {
  const { judge, log, store } = world;
  for (const projector of READ_MODELS) {
    const served = world.readModels.served(projector);
    const folded = foldAll(projector, log.envelopes);
    const differs = served.length !== folded.length ? 0 : served.findIndex((text, i) => text !== folded[i]);
    if (served.length !== folded.length || differs !== -1) {
      judge.broken('readModelIsNotFold', `${projector.model.name}: ${served[differs] ?? 'nothing'} where the log folds to ${folded[differs] ?? 'nothing'}`);
    }
    if (projector.model.name === 'overview' && served[0] !== undefined) judgeCounts(world, JSON.parse(served[0]) as OverviewDocument, store.jobs.size);
  }
}

/** submitted = terminal + live, and at rest nothing is live. */
function judgeCounts({ judge }: World, overview: OverviewDocument, submitted: number): void {
  const { COMPLETED, FAILED, CANCELLED, ...live } = overview.counts;
  const ended = COMPLETED + FAILED + CANCELLED;
  const alive = Object.values(live).reduce((sum, count) => sum + count, 0);
  if (ended + alive !== submitted || alive !== 0) judge.broken('countsDoNotAdd', `${submitted} submitted, ${ended} ended, ${alive} live`);
}

function foldAll(projector: AnyProjector, events: readonly LoggedEvent[]): string[] {
  const documents = [...groupByDocument(projector, events)].map(([, group]) => foldEvents(projector, undefined, group));
  return documents
    .map((fold) => (fold.kind === 'changed' ? fold.document : undefined))
    .sort((a, b) => ((a?._id ?? '') < (b?._id ?? '') ? -1 : 1))
    .map((document) => JSON.stringify(document));
}
