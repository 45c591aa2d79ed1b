import type { ObservatoryComponents } from '#observatory-client';
import { JOB_STATES } from '../data/job-states';
import { age, count, duration, percent, rate } from '../text/format';
import { bold, dim, EMPTY, line, toned, type Line } from '../text/line';
import { stateTone } from '../text/paint';
import { fitTable } from '../text/table';
import { clean, lineWidth, pad } from '../text/width';
import { ALERTS, ERRORS } from './sheets';

export type Overview = ObservatoryComponents['schemas']['OverviewResponse'];

const BAR_MAX = 40;

/** The state of the platform on one screen: jobs by state, what has gone in and out lately, queues, health, alerts, errors. */
export function overviewLines(overview: Overview, width: number, now: number): Line[] {
  const states = stateLines(overview, width);
  const windows = windowLines(overview);
  const beside = width >= 100;
  return [
    ...(beside ? sideBySide(states, windows, Math.floor(width / 2)) : [...states, EMPTY, ...windows]),
    ...queueLines(overview, width),
    ...healthLines(overview),
    ...alertLines(overview, width, now),
    ...errorLines(overview, width, now),
  ];
}

function stateLines(overview: Overview, width: number): Line[] {
  const most = Math.max(1, ...JOB_STATES.map((state) => overview.counts[state]));
  const room = Math.min(BAR_MAX, Math.max(8, Math.floor(width / (width >= 100 ? 2 : 1)) - 24));
  return [
    line(bold('Jobs by state')),
    ...JOB_STATES.map((state) => {
      const value = overview.counts[state];
      const filled = value === 0 ? 0 : Math.max(1, Math.round((value / most) * room));
      return line(toned(pad(state, 10), value === 0 ? 'dim' : stateTone(state)), ' ', value === 0 ? dim(pad('0', 7, 'right')) : pad(count(value), 7, 'right'), ' ', toned('█'.repeat(filled), stateTone(state)));
    }),
  ];
}

function windowLines(overview: Overview): Line[] {
  const windows = overview.windows ?? [];
  const lines: Line[] = [line(bold('Lately'))];
  if (windows.length === 0) {
    lines.push(line(dim('in all  '), `${count(overview.submitted)} submitted, ${count(overview.completed)} completed, `, toned(`${count(overview.failed)} failed`, overview.failed > 0 ? 'failed' : 'dim')));
    return lines;
  }
  const table = fitTable(
    [{ title: '' }, ...windows.map(({ minutes }) => ({ title: minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 60)} h`, align: 'right' as const }))],
    [
      [dim('submitted'), ...windows.map((w) => ({ text: rate(w.submittedPerSecond) }))],
      [dim('completed'), ...windows.map((w) => ({ text: rate(w.completedPerSecond) }))],
      [dim('failed'), ...windows.map((w) => (w.failed === 0 ? dim('0') : toned(count(w.failed), 'failed')))],
      [dim('retried'), ...windows.map((w) => (w.retried === 0 ? dim('0') : toned(count(w.retried), 'retrying')))],
      [dim('success'), ...windows.map((w) => ({ text: percent(w.successRate) }))],
      [dim('wait p95'), ...windows.map((w) => ({ text: duration(w.waitMs?.p95) }))],
      [dim('run p95'), ...windows.map((w) => ({ text: duration(w.durationMs?.p95) }))],
    ],
    50,
  );
  return [...lines, table.header, ...table.rows];
}

function sideBySide(left: readonly Line[], right: readonly Line[], leftWidth: number): Line[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
    const first = left[at] ?? EMPTY;
    return [...first, { text: ' '.repeat(Math.max(2, leftWidth - lineWidth(first))) }, ...(right[at] ?? EMPTY)];
  });
}

function queueLines(overview: Overview, width: number): Line[] {
  if (overview.queues.length === 0) return [];
  const table = fitTable(
    [{ title: 'QUEUE', min: 10, max: 32 }, ...(['QUEUED', 'RUNNING', 'RETRYING', 'COMPLETED', 'FAILED'] as const).map((title, at) => ({ title, align: 'right' as const, drop: at }))],
    overview.queues.slice(0, 8).map(({ queue, counts }) => [{ text: queue }, ...(['QUEUED', 'RUNNING', 'RETRYING', 'COMPLETED', 'FAILED'] as const).map((state) => (counts[state] === 0 ? dim('0') : toned(count(counts[state]), stateTone(state))))]),
    width,
  );
  const more = overview.queues.length > 8 ? [line(dim(`and ${overview.queues.length - 8} more: :queues`))] : [];
  return [EMPTY, line(bold('Queues')), table.header, ...table.rows, ...more];
}

function healthLines(overview: Overview): Line[] {
  const services = overview.services ?? [];
  const stores = overview.stores ?? [];
  if (services.length + stores.length === 0) return [];
  const names = [...new Set(services.map(({ service }) => service))];
  const spans = names.flatMap((name) => {
    const all = services.filter(({ service }) => service === name);
    const ready = all.filter((instance) => instance.ready).length;
    return [toned('● ', ready === all.length ? 'ok' : ready === 0 ? 'danger' : 'warn'), { text: `${name} ${ready}/${all.length}   ` }];
  });
  const storeSpans = stores.flatMap((store) => [toned('● ', store.ready ? 'ok' : 'danger'), { text: `${clean(store.name)}   ` }]);
  return [EMPTY, line(bold('Health')), [...spans, ...storeSpans]];
}

function alertLines(overview: Overview, width: number, now: number): Line[] {
  const active = overview.activeAlerts ?? [];
  if (active.length === 0) return [EMPTY, line(bold('Alerts  '), toned('none firing', 'ok'))];
  const { columns, cells } = ALERTS;
  const table = fitTable(columns.slice(1), active.slice(0, 5).map((alert) => cells(alert, now).slice(1)), width);
  return [EMPTY, line(bold('Alerts')), table.header, ...table.rows];
}

function errorLines(overview: Overview, width: number, now: number): Line[] {
  const errors = overview.topErrors ?? [];
  if (errors.length === 0) return [];
  const { columns, cells } = ERRORS;
  const table = fitTable(columns.slice(1), errors.slice(0, 5).map((error) => cells(error, now).slice(1)), width);
  return [EMPTY, line(bold('Errors'), dim(`  last ${age(errors[0]?.lastSeen, now)} ago`)), table.header, ...table.rows];
}
