import type { ReadBody, ReadQuery } from '#observatory-client';
import type { Envelope } from '../data/event-stream';
import { filterQuery } from '../data/job-filters';
import type { Platform } from '../data/platform';
import type { Freshness } from '../views/freshness';
import type { LogLine } from '../views/job';
import type { Page } from './pages';

interface JobParts {
  readonly detail: ReadBody<'/v1/jobs/{id}'>;
  readonly attempts?: ReadBody<'/v1/jobs/{id}/attempts'>;
  readonly timeline?: ReadBody<'/v1/jobs/{id}/timeline'>;
  readonly why?: ReadBody<'/v1/jobs/{id}/why'>;
  readonly events?: ReadBody<'/v1/jobs/{id}/events'>;
  readonly logs?: JobLogs;
}

export interface JobLogs {
  readonly attempt: number | undefined;
  readonly lines: readonly LogLine[];
  readonly dropped: number;
}

/** What the read API has answered for a page. */
export type PageData =
  | { readonly kind: 'overview'; readonly body: ReadBody<'/v1/overview'> }
  | { readonly kind: 'jobs'; readonly body: ReadBody<'/v1/jobs'> }
  | { readonly kind: 'queues'; readonly body: ReadBody<'/v1/queues'> }
  | { readonly kind: 'workers'; readonly body: ReadBody<'/v1/workers'> }
  | { readonly kind: 'schedules'; readonly body: ReadBody<'/v1/schedules'> }
  | { readonly kind: 'errors'; readonly body: ReadBody<'/v1/errors'> }
  | { readonly kind: 'alerts'; readonly body: ReadBody<'/v1/alerts'> }
  | { readonly kind: 'operations'; readonly body: ReadBody<'/v1/operations'> }
  | { readonly kind: 'audit'; readonly body: ReadBody<'/v1/audit'>; readonly chain: ReadBody<'/v1/audit/chain'> }
  | ({ readonly kind: 'job' } & JobParts)
  | { readonly kind: 'events'; readonly items: readonly Envelope[] };

const PAGE = 200;
const LOG_PAGE = 1000;
/** Somebody reads the end of a long log; the whole of it is for `observatory job logs`. */
const LOG_KEPT = 5000;

/** What a page shows. Pages of events are read from the stream, descriptions show what was there when they were opened. */
export async function loadPage(platform: Platform, page: Page, signal: AbortSignal, before: PageData | undefined): Promise<PageData | undefined> {
  const { reads } = platform;
  const query = { limit: PAGE };
  switch (page.kind) {
    case 'overview':
      return { kind: 'overview', body: await reads.get('/v1/overview', { signal }) };
    case 'jobs':
      return { kind: 'jobs', body: await reads.get('/v1/jobs', { params: { query: { ...(filterQuery(page.filters) as ReadQuery<'/v1/jobs'>), ...query, count: 'true' } }, signal }) };
    case 'queues':
      return { kind: 'queues', body: await reads.get('/v1/queues', { params: { query }, signal }) };
    case 'workers':
      return { kind: 'workers', body: await reads.get('/v1/workers', { params: { query }, signal }) };
    case 'schedules':
      return { kind: 'schedules', body: await reads.get('/v1/schedules', { params: { query }, signal }) };
    case 'errors':
      return { kind: 'errors', body: await reads.get('/v1/errors', { params: { query }, signal }) };
    case 'alerts':
      return { kind: 'alerts', body: await reads.get('/v1/alerts', { params: { query }, signal }) };
    case 'operations':
      return { kind: 'operations', body: await reads.get('/v1/operations', { params: { query }, signal }) };
    case 'audit': {
      const [body, chain] = await Promise.all([reads.get('/v1/audit', { params: { query }, signal }), reads.get('/v1/audit/chain', { signal })]);
      return { kind: 'audit', body, chain };
    }
    case 'job':
      return { kind: 'job', ...(await loadJob(platform, page, signal, before)) };
    case 'events':
    case 'describe':
      return undefined;
  }
}

async function loadJob({ reads }: Platform, { id, tab }: Extract<Page, { kind: 'job' }>, signal: AbortSignal, before: PageData | undefined): Promise<JobParts> {
  const init = { params: { path: { id } }, signal };
  const detail = reads.get('/v1/jobs/{id}', init);
  switch (tab) {
    case 'summary': {
      const [job, attempts, timeline] = await Promise.all([detail, reads.get('/v1/jobs/{id}/attempts', init), reads.get('/v1/jobs/{id}/timeline', init)]);
      return { detail: job, attempts, timeline };
    }
    case 'logs': {
      const [job, attempts] = await Promise.all([detail, reads.get('/v1/jobs/{id}/attempts', init)]);
      const logs = before?.kind === 'job' && before.detail.job.id === id ? before.logs : undefined;
      return { detail: job, logs: await moreLogs(reads, id, attempts.items.at(-1)?.number, signal, logs) };
    }
    case 'why': {
      const [job, why] = await Promise.all([detail, reads.get('/v1/jobs/{id}/why', init)]);
      return { detail: job, why };
    }
    case 'events': {
      const [job, events] = await Promise.all([detail, reads.get('/v1/jobs/{id}/events', init)]);
      return { detail: job, events };
    }
    case 'describe':
      return { detail: await detail };
  }
}

/** Only what is new is asked for. */
async function moreLogs(reads: Platform['reads'], id: string, number: number | undefined, signal: AbortSignal, before: JobLogs | undefined): Promise<JobLogs> {
  if (number === undefined) return { attempt: undefined, lines: [], dropped: 0 };
  let lines = before?.attempt === number ? before.lines : [];
  for (;;) {
    const page = await reads.get('/v1/jobs/{id}/attempts/{number}/logs', { params: { path: { id, number }, query: { after: lines.at(-1)?.line ?? 0, limit: LOG_PAGE } }, signal });
    if (page.items.length > 0) lines = [...lines, ...page.items].slice(-LOG_KEPT);
    if (page.nextAfter === undefined || page.items.length === 0) return { attempt: number, lines, dropped: page.dropped };
  }
}

export function freshnessOf(data: PageData): Freshness | undefined {
  switch (data.kind) {
    case 'job':
      return data.detail.freshness;
    case 'events':
    case 'audit': // a copy of its own, which is at no position of the log
      return undefined;
    case 'overview':
    case 'jobs':
    case 'queues':
    case 'workers':
    case 'schedules':
    case 'errors':
    case 'alerts':
    case 'operations':
      return data.body.freshness;
  }
}
