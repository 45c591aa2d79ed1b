import type { PayloadOf } from '#contracts';
import { cadenceOf } from '../../../apps/gateway/src/schedules/cron-cadence';
import type { World } from '../world';
import { CLOCKS_AGREE_MS } from './job-checks';

/** A pause that comes between the submission of a job and the record of its tick is this near in the log. */
const FEW_EVENTS = 8;

/** What the log tells of one schedule. */
interface Told {
  readonly created: PayloadOf['schedule.created']['schedule'];
  /** The jobs of its ticks, by the tick. */
  readonly fired: Map<string, string[]>;
  readonly skipped: PayloadOf['schedule.skipped'][];
  readonly pauses: { readonly fromMs: number; toMs: number; /** What was due since then and had not been decided is not caught up with. */ readonly decidedUpTo: string }[];
}

/** Each tick is decided, each job is a tick's, none comes before its time, during a pause, or beside the one before where it must not. */
export function judgeSchedules(world: World): void {
  for (const told of schedulesOf(world).values()) {
    judgeTicks(world, told);
    judgeTickJobs(world, told);
  }
}

function schedulesOf({ log }: World): Map<string, Told> {
  const all = new Map<string, Told>();
  for (const { eventType, payload } of log.all) {
    if (eventType === 'schedule.created') all.set(payload.scheduleId, { created: payload.schedule, fired: new Map(), skipped: [], pauses: [] });
    else if (eventType === 'schedule.fired') {
      const { fired } = all.get(payload.scheduleId) as Told;
      fired.set(payload.tick, [...(fired.get(payload.tick) ?? []), payload.jobId]);
    } else if (eventType === 'schedule.skipped') all.get(payload.scheduleId)?.skipped.push(payload);
    else if (eventType === 'schedule.paused') {
      const { fired, skipped, pauses } = all.get(payload.scheduleId) as Told;
      const decided = [...fired.keys(), ...skipped.map(({ tick }) => tick)].sort();
      pauses.push({ fromMs: Date.parse(payload.pausedAt), toMs: Infinity, decidedUpTo: decided.at(-1) ?? '' });
    }
    else if (eventType === 'schedule.resumed') Object.assign(all.get(payload.scheduleId)?.pauses.at(-1) ?? {}, { toMs: Date.parse(payload.resumedAt) });
  }
  return all;
}

/** Every tick between the making of the schedule and its end, in time with its cron expression. */
function judgeTicks({ judge }: World, { created, fired, skipped, pauses }: Told): void {
  const cadence = cadenceOf(created);
  const endMs = Date.parse(created.endAt as string);
  for (let tickMs = cadence.next(Date.parse(created.createdAt)); tickMs !== undefined && tickMs <= endMs; tickMs = cadence.next(tickMs)) {
    const tick = new Date(tickMs).toISOString();
    const jobs = fired.get(tick)?.length ?? 0;
    const nowMs = tickMs;
    const paused = pauses.some(({ fromMs, toMs }) => nowMs > fromMs + CLOCKS_AGREE_MS && nowMs < toMs - CLOCKS_AGREE_MS);
    const forgotten = pauses.some(({ decidedUpTo, toMs }) => tick > decidedUpTo && nowMs < toMs + CLOCKS_AGREE_MS);
    const leftOut = skipped.some(({ from, tick: to }) => from <= tick && tick <= to);
    if (jobs > 1) judge.broken('ticks', `${tick} is on record ${jobs} times`);
    if (jobs > 0 && paused) judge.broken('ticks', `${tick} fired, and the schedule was paused`);
    if (jobs === 0 && !leftOut && !forgotten) judge.broken('ticks', `${tick} neither fired nor was left out`);
  }
}

function judgeTickJobs({ judge, log, store }: World, { created, fired, skipped }: Told): void {
  const tickOf = new Map([...fired].flatMap(([tick, jobs]) => jobs.map((jobId) => [jobId, tick])));
  const live = new Set<string>();
  const pausedAt = log.all.flatMap(({ eventType, payload }, at) => (eventType === 'schedule.paused' && payload.scheduleId === created.id ? [at] : []));
  for (const [at, { eventType, payload }] of log.all.entries()) {
    if (eventType === 'job.completed' || eventType === 'job.failed' || eventType === 'job.cancelled') live.delete(payload.jobId);
    if (eventType !== 'job.submitted' || payload.scheduleId !== created.id) continue;
    const { jobId } = payload;
    const tick = tickOf.get(jobId);
    if (tick === undefined) {
      // Who submitted it died before the record, and the pause that came first let the tick be forgotten: docs/job-semantics.md says so.
      const forgotten = pausedAt.some((pauseAt) => pauseAt > at && pauseAt - at < FEW_EVENTS);
      if (!forgotten) judge.broken('ticks', `${jobId} is the job of no tick`);
    } else {
      const earlyMs = Date.parse(tick) - Date.parse(payload.submittedAt);
      if (earlyMs > CLOCKS_AGREE_MS) judge.broken('ticks', `the job of ${tick} was submitted ${earlyMs} ms before it`);
      // A tick that one gateway took for missed and another, which had been stopped, fires late comes beside those after it.
      const late = skipped.some(({ from, tick: to }) => from <= tick && tick <= to);
      if (created.overlap === 'skip' && live.size > 0 && !late) judge.broken('ticks', `the job of ${tick} was submitted beside ${[...live].join(', ')}`);
    }
    if (store.jobs.has(jobId)) live.add(jobId);
  }
}
