import type { ObservatoryComponents } from '#observatory-client';
import { age, between, clock, duration } from '../text/format';
import { bold, dim, EMPTY, line, toned, type Line, type Span, type Tone } from '../text/line';
import { stateTone } from '../text/paint';
import { fitTable } from '../text/table';
import { clean, wrap } from '../text/width';
import { ATTEMPTS, TIMELINE, type Attempt, type TimelineEntry } from './sheets';

type Schemas = ObservatoryComponents['schemas'];
export type WholeJob = Schemas['JobDetailResponse']['job'];
export type Why = Schemas['JobWhyResponse'];
export type LogLine = Schemas['AttemptLogsResponse']['items'][number];

const LABEL = 12;
const field = (label: string, ...spans: (Span | string)[]): Line => line(dim(label.padEnd(LABEL)), ...spans);

/** What a job is and how it fares. */
export function jobLines(job: WholeJob, now: number): Line[] {
  const lines: Line[] = [
    line(toned(job.status, stateTone(job.status)), '  ', bold(job.type), '  ', dim(job.id)),
    field('queue', job.queue, dim('  priority '), job.priority, dim('  attempt '), `${job.attempt} of ${job.maxAttempts}`, job.losses > 0 ? toned(`  lost ${job.losses} times`, 'warn') : ''),
    field('submitted', clock(job.submittedAt, now), dim(`  ${age(job.submittedAt, now)} ago`)),
  ];
  if (job.startedAt !== undefined) lines.push(field('started', clock(job.startedAt, now), dim(`  after ${duration(between(job.submittedAt, job.startedAt, now))}`)));
  if (job.runAt !== undefined) lines.push(field('runs at', clock(job.runAt, now), dim(`  ${age(job.runAt, now)}`)));
  if (job.finishedAt !== undefined) lines.push(field('ended', clock(job.finishedAt, now), dim(`  took ${duration(between(job.startedAt ?? job.submittedAt, job.finishedAt, now))}`)));
  if (job.deadlineAt !== undefined) lines.push(field('deadline', clock(job.deadlineAt, now)));
  if ((job.tags ?? []).length > 0) lines.push(field('tags', clean((job.tags ?? []).join(' '))));
  if (job.externalRef !== undefined) lines.push(field('reference', clean(job.externalRef)));
  if (job.after !== undefined && job.after.length > 0) lines.push(field('waits for', job.after.join(' ')));
  if (job.redrivenFrom !== undefined) lines.push(field('life before', job.redrivenFrom));
  if (job.redrivenTo !== undefined) lines.push(field('next life', job.redrivenTo));
  if (job.cancelRequested !== undefined) lines.push(field('cancel', toned('asked for', 'warn')));
  if (job.error !== undefined) lines.push(field('error', toned(clean(`${job.error.code}: ${job.error.message}`), job.status === 'FAILED' ? 'danger' : 'warn')));
  return lines;
}

export function attemptLines(attempts: readonly Attempt[], width: number, now: number): Line[] {
  if (attempts.length === 0) return [line(bold('Attempts  '), dim('none yet'))];
  const table = fitTable(ATTEMPTS.columns, attempts.map((attempt) => ATTEMPTS.cells(attempt, now)), width);
  return [line(bold('Attempts')), table.header, ...table.rows];
}

export function timelineLines(entries: readonly TimelineEntry[], width: number, now: number): Line[] {
  const table = fitTable(TIMELINE.columns, entries.map((entry) => TIMELINE.cells(entry, now)), width);
  return [line(bold('Timeline')), table.header, ...table.rows];
}

export function whyLines(why: Why, width: number, now: number): Line[] {
  const lines: Line[] = [
    line(toned(why.status, stateTone(why.status)), '  ', bold(why.code.replaceAll('_', ' '))),
    EMPTY,
    ...wrap(why.sentence, Math.min(width, 100)).map((text) => line(text)),
  ];
  if (why.since !== undefined) lines.push(field('since', clock(why.since, now), dim(`  ${age(why.since, now)}`)));
  if (why.until !== undefined) lines.push(field('until', clock(why.until, now), dim(`  ${age(why.until, now)}`)));
  if (why.evidence.length > 0) {
    const table = fitTable(
      [{ title: 'POSITION', align: 'right' }, { title: 'AT', align: 'right' }, { title: 'EVENT', min: 12 }, { title: 'STREAM', drop: 1 }],
      why.evidence.map((event) => [dim(String(event.position)), { text: clock(event.occurredAt, now) }, { text: event.eventType }, dim(event.streamId)]),
      width,
    );
    lines.push(EMPTY, line(bold('Evidence')), table.header, ...table.rows);
  }
  if ((why.unknowns ?? []).length > 0) lines.push(EMPTY, line(bold('Not known here')), ...(why.unknowns ?? []).flatMap((unknown) => wrap(`- ${unknown}`, width).map((text) => line(text))));
  return lines;
}

const LEVEL_TONES: Readonly<Record<LogLine['level'], Tone>> = { debug: 'dim', info: 'plain', warn: 'warn', error: 'danger' };

/** Log lines are never cut: what does not fit goes on below. */
export function logLines(entry: LogLine, width: number, now: number): Line[] {
  const head = `${clock(entry.at, now)} ${entry.level.padEnd(5)} `;
  return wrap(entry.text, Math.max(10, width - head.length)).map((text, at) => (at === 0 ? line(dim(head), toned(text, LEVEL_TONES[entry.level])) : line(' '.repeat(head.length), toned(text, LEVEL_TONES[entry.level]))));
}
