import type { ObservatoryComponents } from '#observatory-client';
import type { Envelope } from '../data/event-stream';
import type { JobRow } from '../data/job-states';
import { age, between, clock, count, duration, shortId } from '../text/format';
import { dim, toned, type Span, type Tone } from '../text/line';
import { stateTone } from '../text/paint';
import { clean } from '../text/width';
import { aboutEvent } from './about-event';
import type { Sheet } from './sheet';

type Schemas = ObservatoryComponents['schemas'];
export type QueueView = Schemas['QueuePageResponse']['items'][number];
export type WorkerView = Schemas['WorkerPageResponse']['items'][number];
export type AlertRow = Schemas['AlertListResponse']['items'][number];
export type ErrorRow = Schemas['ErrorPageResponse']['items'][number];
export type ScheduleRow = Schemas['SchedulePageResponse']['items'][number];
export type OperationRow = Schemas['OperationPageResponse']['items'][number];
export type AuditRow = Schemas['AuditListResponse']['items'][number];
export type IncidentRow = Schemas['IncidentListResponse']['items'][number];
export type Attempt = Schemas['JobAttemptsResponse']['items'][number];
export type TimelineEntry = Schemas['TimelineResponse']['entries'][number];

const text = (value: string | number | undefined): Span => ({ text: value === undefined ? '' : clean(String(value)) });
const state = (value: string): Span => toned(value, stateTone(value));
const number = (value: number, tone: Tone): Span => (value === 0 ? dim('0') : toned(count(value), tone));

const jobCells = (job: JobRow, now: number): Span[] => [
  state(job.status),
  text(job.type),
  text(job.queue),
  job.losses > 0 ? toned(`${job.attempt}/${job.maxAttempts}!`, 'warn') : text(`${job.attempt}/${job.maxAttempts}`),
  dim(age(job.submittedAt, now)),
  text(job.startedAt === undefined ? '' : duration(between(job.startedAt, job.finishedAt, now))),
  job.error === undefined ? dim((job.tags ?? []).join(' ')) : toned(clean(`${job.error.code}: ${job.error.message}`), job.status === 'FAILED' ? 'danger' : 'warn'),
];

const JOB_COLUMNS = [
  { title: 'STATE' },
  { title: 'TYPE', min: 12, max: 32 },
  { title: 'QUEUE', min: 8, max: 24, drop: 1 },
  { title: 'TRY', align: 'right' as const, drop: 3 },
  { title: 'AGE', align: 'right' as const },
  { title: 'TOOK', align: 'right' as const, drop: 2 },
  { title: 'ERROR OR TAGS', min: 12, drop: 4 },
];

/** On pages the short id is enough: enter leads on. */
export const JOBS_ON_PAGE: Sheet<JobRow> = { columns: [{ title: 'ID' }, ...JOB_COLUMNS], cells: (job, now) => [dim(shortId(job.id)), ...jobCells(job, now)] };
/** A sub-command's answer is copied from: whole ids. */
export const JOBS: Sheet<JobRow> = { columns: [{ title: 'ID' }, ...JOB_COLUMNS], cells: (job, now) => [text(job.id), ...jobCells(job, now)] };

export const QUEUES: Sheet<QueueView> = {
  columns: [
    { title: 'QUEUE', min: 10, max: 32 },
    { title: 'QUEUED', align: 'right' },
    { title: 'RUNNING', align: 'right' },
    { title: 'RETRYING', align: 'right', drop: 2 },
    { title: 'FAILED', align: 'right', drop: 3 },
    { title: 'WORKERS', align: 'right', drop: 1 },
    { title: 'OLDEST', align: 'right' },
    { title: 'DONE/H', align: 'right', drop: 4 },
    { title: 'LIMIT', align: 'right', drop: 6 },
    { title: 'NOTE', min: 6, drop: 5 },
  ],
  cells: (queue) => [
    text(queue.name),
    number(queue.counts.QUEUED, 'queued'),
    number(queue.counts.RUNNING, 'running'),
    number(queue.counts.RETRYING, 'retrying'),
    number(queue.counts.FAILED, 'failed'),
    queue.liveWorkers === 0 ? toned('0', queue.counts.QUEUED > 0 ? 'danger' : 'dim') : text(queue.liveWorkers),
    queue.oldestWaiting === undefined ? dim('–') : text(duration(queue.oldestWaiting.waitingMs)),
    text(count(queue.lastHour.completed)),
    queue.concurrency === undefined ? dim('–') : text(queue.concurrency),
    queue.paused === undefined ? text('') : toned(clean(`paused by ${queue.paused.by}${queue.paused.reason === undefined ? '' : `: ${queue.paused.reason}`}`), 'warn'),
  ],
};

const WORKER_TONES: Readonly<Record<WorkerView['status'], Tone>> = { alive: 'ok', draining: 'warn', paused: 'warn', silent: 'warn', lost: 'danger' };

export const WORKERS: Sheet<WorkerView> = {
  columns: [
    { title: 'WORKER', min: 12, max: 40 },
    { title: 'STATUS' },
    { title: 'BUSY', align: 'right' },
    { title: 'SEEN', align: 'right', drop: 1 },
    { title: 'UP', align: 'right', drop: 2 },
    { title: 'VERSION', max: 16, drop: 4 },
    { title: 'QUEUES', min: 8, max: 30, drop: 3 },
    { title: 'RUNNING', min: 12, drop: 5 },
  ],
  cells: (worker, now) => [
    text(worker.workerId),
    toned(worker.status, WORKER_TONES[worker.status]),
    text(worker.slots === undefined ? '' : `${worker.busy ?? 0}/${worker.slots}`),
    text(age(worker.seenAt ?? worker.lostAt, now)),
    text(worker.startedAt === undefined ? '' : age(worker.startedAt, now)),
    dim(clean(worker.version ?? '')),
    text(worker.queues.join(' ')),
    dim(worker.running.map((job) => `${job.type} ${shortId(job.jobId)}`).join(', ')),
  ],
};

const SEVERITY_TONES: Readonly<Record<AlertRow['severity'], Tone>> = { critical: 'danger', warning: 'warn', info: 'accent' };

export const ALERTS: Sheet<AlertRow> = {
  columns: [
    { title: 'FINGERPRINT', drop: 2 },
    { title: 'SEVERITY' },
    { title: 'STATE' },
    { title: 'ALERT', min: 14, max: 36 },
    { title: 'SINCE', align: 'right' },
    { title: 'ACK', min: 4, max: 16, drop: 1 },
    { title: 'SUMMARY', min: 16, drop: 3 },
  ],
  cells: (alert, now) => [
    dim(alert.fingerprint),
    toned(alert.severity, SEVERITY_TONES[alert.severity]),
    alert.state === 'firing' ? toned('firing', SEVERITY_TONES[alert.severity]) : dim('resolved'),
    text(alert.name),
    text(age(alert.startsAt, now)),
    dim(clean(alert.acknowledged?.by ?? '')),
    text(alert.summary),
  ],
};

export const ERRORS: Sheet<ErrorRow> = {
  columns: [
    { title: 'FINGERPRINT', drop: 2 },
    { title: 'COUNT', align: 'right' },
    { title: 'LAST', align: 'right' },
    { title: 'FIRST', align: 'right', drop: 3 },
    { title: 'TYPE', min: 10, max: 28 },
    { title: 'QUEUE', min: 6, max: 20, drop: 4 },
    { title: 'CODE', min: 8, max: 28, drop: 1 },
    { title: 'MESSAGE', min: 16 },
  ],
  cells: (error, now) => [dim(error.fingerprint), toned(count(error.count), 'danger'), text(age(error.lastSeen, now)), dim(age(error.firstSeen, now)), text(error.type), text(error.queue), toned(clean(error.code), 'warn'), text(error.message)],
};

const SCHEDULE_TONES: Readonly<Record<ScheduleRow['status'], Tone>> = { active: 'ok', paused: 'warn', ended: 'dim' };

/** Schedules, and what became of the last job of each. */
export const schedules = (lastJobs: readonly JobRow[] = []): Sheet<ScheduleRow> => ({
  columns: [
    { title: 'SCHEDULE', min: 12, max: 32 },
    { title: 'STATUS' },
    { title: 'CRON', max: 24 },
    { title: 'ZONE', max: 20, drop: 3 },
    { title: 'NEXT', align: 'right' },
    { title: 'LAST', align: 'right', drop: 5 },
    { title: 'OUTCOME', drop: 6 },
    { title: 'FIRED', align: 'right', drop: 2 },
    { title: 'SKIPPED', align: 'right', drop: 4 },
    { title: 'TYPE', min: 10, max: 28, drop: 1 },
  ],
  cells: (schedule, now) => {
    const outcome = lastJobs.find(({ scheduleId }) => scheduleId === schedule.id)?.status;
    return [
      text(schedule.name),
      toned(schedule.status, SCHEDULE_TONES[schedule.status]),
      text(schedule.cron),
      dim(schedule.timeZone),
      text(age(schedule.nextAt, now)),
      dim(age(schedule.lastFiring?.firedAt, now)),
      outcome === undefined ? dim('–') : state(outcome),
      text(count(schedule.fired)),
      number(schedule.skipped, 'warn'),
      text(schedule.job.type),
    ];
  },
});

const OPERATION_TONES: Readonly<Record<OperationRow['status'], Tone>> = { running: 'accent', finished: 'ok', cancelled: 'dim' };

export const OPERATIONS: Sheet<OperationRow> = {
  columns: [
    { title: 'WHAT' },
    { title: 'OF', min: 10, max: 40, drop: 3 },
    { title: 'STATUS' },
    { title: 'PROGRESS', align: 'right' },
    { title: 'ENDS', align: 'right', drop: 2 },
    { title: 'MATCHED', align: 'right' },
    { title: 'DONE', align: 'right' },
    { title: 'SKIPPED', align: 'right', drop: 4 },
    { title: 'FAILED', align: 'right', drop: 1 },
    { title: 'BY', min: 6, max: 40, drop: 5 },
  ],
  cells: (operation, now) => [
    text(`${operation.action}${operation.dryRun ? ' (only counted)' : ''}`),
    dim(clean(Object.entries(operation.filter).map(([name, value]) => `${name}=${Array.isArray(value) ? `${value.length} jobs` : value}`).join(' '))),
    toned(operation.status, OPERATION_TONES[operation.status]),
    text(`${Math.floor(operation.progress * 100)} %`),
    dim(age(operation.finishedAt ?? operation.etaAt, now)),
    text(count(operation.matched)),
    text(count(operation.done)),
    dim(count(operation.skipped)),
    number(operation.failed, 'danger'),
    text(`${operation.by}${operation.reason === undefined ? '' : `: ${operation.reason}`}`),
  ],
};

const VERDICT_TONES: Readonly<Record<AuditRow['verdict'], Tone>> = { accepted: 'ok', refused: 'warn', failed: 'danger' };

export const AUDIT: Sheet<AuditRow> = {
  columns: [
    { title: '#', align: 'right', drop: 3 },
    { title: 'AGE', align: 'right' },
    { title: 'WHO', min: 8, max: 24 },
    { title: 'WHAT', min: 12, max: 32 },
    { title: 'VERDICT', max: 20 },
    { title: 'TO WHAT', min: 12, max: 60, drop: 2 },
    { title: 'FROM', max: 39, drop: 1 },
    { title: 'TENANT', max: 20, drop: 4 },
  ],
  cells: (entry, now) => [
    dim(String(entry.sequence)),
    text(age(entry.at, now)),
    entry.principal === undefined ? dim(clean(entry.subject === undefined ? '–' : `${entry.subject}?`)) : text(entry.principal.name ?? entry.principal.id),
    text(`${entry.action}${entry.count > 1 ? ` ×${count(entry.count)}` : ''}`),
    toned(clean(entry.code ?? entry.verdict), VERDICT_TONES[entry.verdict]),
    dim(clean(entry.resource ?? entry.route ?? '')),
    dim(clean(entry.address ?? '')),
    dim(clean(entry.tenantId ?? '')),
  ],
};

/** Whether the trail is whole, in a few words. */
export function chainState({ verified, head, unsealed }: Schemas['AuditChainResponse']): string {
  return `${verified ? 'the trail is whole' : 'THE TRAIL WAS TAMPERED WITH'}, ${head === undefined ? 'not sealed yet' : `sealed up to ${head.sequence}`}${unsealed > 0 ? `, ${count(unsealed)} after it` : ''}`;
}

export const INCIDENTS: Sheet<IncidentRow> = {
  columns: [{ title: 'STATE' }, { title: 'LOOKS LIKE', min: 12 }, { title: 'EVENTS', align: 'right' }, { title: 'OPENED', align: 'right' }, { title: 'LAST', align: 'right', drop: 1 }, { title: 'WHAT', min: 20, drop: 2 }],
  cells: (incident, now) => [
    toned(incident.state, incident.state === 'open' ? 'danger' : 'dim'),
    text(incident.pattern.replaceAll('_', ' ')),
    text(count(incident.events)),
    text(age(incident.openedAt, now)),
    dim(age(incident.lastAt, now)),
    text(incident.summary),
  ],
};

export const ATTEMPTS: Sheet<Attempt> = {
  columns: [
    { title: '#', align: 'right' },
    { title: 'STATE' },
    { title: 'WORKER', min: 10, max: 36, drop: 1 },
    { title: 'STARTED', align: 'right' },
    { title: 'TOOK', align: 'right' },
    { title: 'PROGRESS OR ERROR', min: 12, drop: 2 },
  ],
  cells: (attempt, now) => [
    text(attempt.number),
    state(attempt.state),
    text(attempt.workerId),
    dim(clock(attempt.startedAt, now)),
    text(duration(attempt.durationMs ?? between(attempt.startedAt, attempt.endedAt, now))),
    attempt.error === undefined
      ? dim(attempt.progress === undefined ? '' : clean(`${Math.round(attempt.progress.value * 100)} % ${attempt.progress.message ?? ''}`))
      : toned(clean(`${attempt.error.code}: ${attempt.error.message}`), 'danger'),
  ],
};

export const TIMELINE: Sheet<TimelineEntry> = {
  columns: [{ title: 'AT', align: 'right' }, { title: 'STATE' }, { title: 'EVENT', min: 10, max: 24, drop: 2 }, { title: 'WHAT', min: 16 }, { title: 'POSITION', align: 'right', drop: 1 }],
  cells: (entry, now) => [dim(clock(entry.occurredAt, now)), state(entry.status), dim(entry.eventType), text(entry.summary), dim(String(entry.position))],
};

export const EVENTS: Sheet<Envelope> = {
  columns: [{ title: 'POSITION', align: 'right', drop: 2 }, { title: 'AT', align: 'right' }, { title: 'EVENT', min: 14, max: 28 }, { title: 'STREAM', drop: 1 }, { title: 'WHAT', min: 12 }],
  cells: (event, now) => [
    dim(String(event.stream?.position ?? '')),
    dim(clock(event.occurredAt, now)),
    toned(event.eventType, eventTone(event.eventType)),
    dim(event.stream === undefined ? '' : shortId(event.stream.id)),
    text(aboutEvent(event)),
  ],
};

const EVENT_TONES: Readonly<Record<string, Tone>> = {
  'job.queued': 'queued', 'job.started': 'running', 'job.completed': 'completed', 'job.failed': 'failed', 'job.cancelled': 'cancelled', 'job.cancel_requested': 'cancelled',
  'job.retry_scheduled': 'retrying', 'worker.lost': 'danger', 'alert.fired': 'danger', 'alert.resolved': 'ok',
};

const eventTone = (type: string): Tone => EVENT_TONES[type] ?? 'plain';
