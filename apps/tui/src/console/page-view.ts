import { outline } from '../text/format';
import { dim, EMPTY, line, toned, type Line } from '../text/line';
import { fitTable } from '../text/table';
import { clean, wrap } from '../text/width';
import { attemptLines, jobLines, logLines, timelineLines, whyLines } from '../views/job';
import { overviewLines } from '../views/overview';
import type { Sheet } from '../views/sheet';
import { ALERTS, AUDIT, chainState, ERRORS, EVENTS, JOBS_ON_PAGE, OPERATIONS, QUEUES, schedules, WORKERS } from '../views/sheets';
import type { PageData } from './page-data';
import type { Page } from './pages';
import type { Target } from './targets';

/** A page before it is cut to the lines that are seen. */
export interface PageView {
  readonly header: Line | undefined;
  readonly rows: readonly Line[];
  /** What each row stands for; undefined on pages of text, which scroll and have no line that is chosen. */
  readonly targets: readonly Target[] | undefined;
  /** The only thing that keys of a page of text act on. */
  readonly subject?: Target;
  /** Said where there is nothing to show. */
  readonly none: string;
  /** Said beside the title. */
  readonly about: string;
}

export function pageView(page: Page, data: PageData | undefined, width: number, now: number, filter: string): PageView {
  if (page.kind === 'describe') return textView(described(page.value, width), filter);
  if (data === undefined) return { header: undefined, rows: [], targets: undefined, none: 'asking…', about: '' };
  switch (data.kind) {
    case 'overview':
      return textView(overviewLines(data.body, width, now), filter);
    case 'jobs': {
      const { items, nextCursor, searchedUntil, total } = data.body;
      const about = total === undefined ? String(items.length) : `${total.value}${total.capped ? '+' : ''}${nextCursor === undefined ? '' : `, the first ${items.length}`}`;
      return listView(JOBS_ON_PAGE, items, (job) => ({ kind: 'job', id: job.id, status: job.status, value: job }), width, now, filter, searchedUntil === undefined ? 'no such jobs' : 'no such jobs among the newest: a filter by state, queue, type or tag looks further', about);
    }
    case 'queues':
      return listView(QUEUES, data.body.items, (queue) => ({ kind: 'queue', name: queue.name, paused: queue.paused !== undefined, value: queue }), width, now, filter, 'no queues yet: the first job makes one');
    case 'workers':
      return listView(WORKERS, data.body.items, (worker) => ({ kind: 'worker', id: worker.workerId, value: worker }), width, now, filter, 'no workers: nothing runs until one is started');
    case 'schedules':
      return listView(schedules(data.body.lastJobs), data.body.items, (schedule) => ({ kind: 'schedule', id: schedule.id, name: schedule.name, value: schedule }), width, now, filter, 'no schedules');
    case 'errors':
      return listView(ERRORS, data.body.items, (error) => ({ kind: 'error', fingerprint: error.fingerprint, value: error }), width, now, filter, 'no errors');
    case 'alerts':
      return listView(ALERTS, data.body.items, (alert) => ({ kind: 'alert', fingerprint: alert.fingerprint, name: alert.name, acknowledged: alert.acknowledged !== undefined, value: alert }), width, now, filter, 'no alerts');
    case 'operations':
      return listView(OPERATIONS, data.body.items, (operation) => ({ kind: 'operation', id: operation.id, value: operation }), width, now, filter, 'nothing was done to many jobs at once yet');
    case 'audit':
      return listView(AUDIT, data.body.items, (entry) => ({ kind: 'audit', id: String(entry.sequence), value: entry }), width, now, filter, 'nothing was done yet', `${data.body.items.length}${data.body.nextCursor === undefined ? '' : ' latest'} · ${chainState(data.chain)}`);
    case 'events':
      return listView(EVENTS, data.items, (event) => ({ kind: 'event', key: event.eventId, jobId: event.eventType.startsWith('job.') ? event.stream?.id : undefined, value: event }), width, now, filter, 'no events yet: they show as they happen');
    case 'job':
      return jobView(page, data, width, now, filter);
  }
}

function listView<Item>(sheet: Sheet<Item>, all: readonly Item[], targetOf: (item: Item) => Target, width: number, now: number, filter: string, none: string, about?: string): PageView {
  const cells = all.map((item) => ({ item, spans: sheet.cells(item, now) }));
  const wanted = filter.toLowerCase();
  const shown = wanted === '' ? cells : cells.filter(({ item, spans }) => spans.some(({ text }) => text.toLowerCase().includes(wanted)) || JSON.stringify(item).toLowerCase().includes(wanted));
  const table = fitTable(sheet.columns, shown.map(({ spans }) => spans), width);
  return {
    header: table.header,
    rows: table.rows,
    targets: shown.map(({ item }) => targetOf(item)),
    none: all.length > 0 ? `nothing here matches /${filter}` : none,
    about: wanted === '' ? (about ?? String(all.length)) : `${shown.length} of ${about ?? all.length}`,
  };
}

function textView(lines: readonly Line[], filter: string, subject?: Target, none = 'nothing'): PageView {
  const wanted = filter.toLowerCase();
  const rows = wanted === '' ? lines : lines.filter((one) => one.map(({ text }) => text).join('').toLowerCase().includes(wanted));
  return { header: undefined, rows, targets: undefined, none: lines.length > 0 ? `nothing here matches /${filter}` : none, about: '', ...(subject === undefined ? {} : { subject }) };
}

function jobView(page: Page, data: Extract<PageData, { kind: 'job' }>, width: number, now: number, filter: string): PageView {
  const { job } = data.detail;
  const subject: Target = { kind: 'job', id: job.id, status: job.status, value: job };
  const tab = page.kind === 'job' ? page.tab : 'summary';
  switch (tab) {
    case 'summary':
      return textView([...jobLines(job, now), EMPTY, ...attemptLines(data.attempts?.items ?? [], width, now), EMPTY, ...timelineLines(data.timeline?.entries ?? [], width, now)], filter, subject);
    case 'logs': {
      const logs = data.logs;
      if (logs?.attempt === undefined) return textView([], filter, subject, logs === undefined ? 'asking…' : 'it has not been started yet: no logs');
      const lost = logs.dropped > 0 ? [line(toned(`${logs.dropped} more lines were not kept`, 'warn'))] : [];
      return { ...textView([...logs.lines.flatMap((entry) => logLines(entry, width, now)), ...lost], filter, subject, 'it has logged nothing'), about: `attempt ${logs.attempt}` };
    }
    case 'why':
      return textView(data.why === undefined ? [] : whyLines(data.why, width, now), filter, subject, 'asking…');
    case 'events': {
      const items = data.events?.items ?? [];
      const table = fitTable(EVENTS.columns, items.map((event) => EVENTS.cells(event, now)), width);
      return { ...textView(table.rows, filter, subject, data.events === undefined ? 'asking…' : 'no events'), header: table.header };
    }
    case 'describe':
      return textView(described(job, width), filter, subject);
  }
}

/** Keys stand out; what is too long goes on below. */
function described(value: unknown, width: number): Line[] {
  return outline(value).flatMap((text) => {
    const key = /^\s*(?:- )?[^\s:]+:(?= |$)/.exec(text)?.[0] ?? '';
    const indent = /^\s*/.exec(text)?.[0] ?? '';
    return wrap(clean(text).trimStart(), Math.max(10, width - indent.length)).map((part, at) => {
      const label = at === 0 ? key.trimStart() : '';
      return line(indent, dim(label), part.slice(label.length));
    });
  });
}
