import { JOB_FILTERS, type JobFilterName, type JobFilters } from '../data/job-filters';
import { MAIN_PAGES, mainPage, type Page } from './pages';

export type Command = { readonly kind: 'page'; readonly page: Page } | { readonly kind: 'quit' } | { readonly kind: 'help' } | { readonly kind: 'fault'; readonly message: string };

const SHORT: Readonly<Record<string, string>> = { ov: 'overview', o: 'overview', j: 'jobs', q: 'quit', 'q!': 'quit', exit: 'quit', qu: 'queues', w: 'workers', wo: 'workers', s: 'schedules', sc: 'schedules', e: 'errors', al: 'alerts', a: 'alerts', ev: 'events', h: 'help', '?': 'help' };
const WORDS = [...MAIN_PAGES, 'job', 'help', 'quit'] as const;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What `:` takes: a page, `jobs` with filters (`jobs state=FAILED tag=a q="no route"`), `job ID` or just an id. */
export function parseCommand(text: string): Command {
  const [first = '', ...rest] = words(text);
  const word = SHORT[first] ?? first;
  if (UUID.test(word)) return { kind: 'page', page: { kind: 'job', id: word, tab: 'summary' } };
  if (word === '') return { kind: 'fault', message: 'a page is expected, for example jobs; Tab completes' };
  if (word === 'quit') return { kind: 'quit' };
  if (word === 'help') return { kind: 'help' };
  if (word === 'job') {
    const [id = ''] = rest;
    return UUID.test(id) ? { kind: 'page', page: { kind: 'job', id, tab: 'summary' } } : { kind: 'fault', message: 'job takes the whole id of a job' };
  }
  if (word === 'jobs') {
    const filters = parseFilters(rest);
    return typeof filters === 'string' ? { kind: 'fault', message: filters } : { kind: 'page', page: { kind: 'jobs', filters } };
  }
  const page = MAIN_PAGES.find((name) => name === word);
  if (page === undefined) return { kind: 'fault', message: `there is no page "${first}": ${MAIN_PAGES.join(', ')}` };
  return rest.length === 0 ? { kind: 'page', page: mainPage(page) } : { kind: 'fault', message: `${page} takes no filters; / narrows what is shown` };
}

/** Filters, or what is wrong with them. A word without "=" is searched for. */
export function parseFilters(parts: readonly string[]): JobFilters | string {
  const filters: Partial<Record<JobFilterName, string[]>> = {};
  const search: string[] = [];
  for (const part of parts) {
    const at = part.indexOf('=');
    if (at < 0) {
      search.push(part);
      continue;
    }
    const name = part.slice(0, at);
    const filter = JOB_FILTERS.find((known) => known.name === name);
    if (filter === undefined) return `jobs have no filter "${name}": ${JOB_FILTERS.map((known) => known.name).join(', ')}`;
    const repeats = 'repeat' in filter;
    for (const raw of repeats ? part.slice(at + 1).split(',') : [part.slice(at + 1)]) {
      const value = filter.name === 'state' ? raw.toUpperCase() : raw;
      if (value === '') return `${name}= lacks a value`;
      const allowed: readonly string[] | undefined = 'values' in filter ? filter.values : undefined;
      if (allowed !== undefined && !allowed.includes(value)) return `${name} is one of ${allowed.join(', ')}`;
      filters[filter.name] = repeats ? [...(filters[filter.name] ?? []), value] : [value];
    }
  }
  if (search.length > 0) filters.q = [search.join(' ')];
  return filters;
}

/** By spaces; what stands in double quotes stays together. */
function words(text: string): string[] {
  return [...text.trim().matchAll(/(?:[^\s"]+|"[^"]*")+/g)].map(([word]) => word.replaceAll('"', ''));
}

/** What the last word can become. `known` are values seen in the data, as names of queues and types. */
export function completions(text: string, known: Readonly<Partial<Record<JobFilterName, readonly string[]>>>): string[] {
  const parts = text.split(' ');
  const last = parts.at(-1) ?? '';
  const before = parts.slice(0, -1).join(' ');
  const whole = (word: string): string => (before === '' ? word : `${before} ${word}`);
  if (parts.length === 1) return WORDS.filter((word) => word.startsWith(last)).map(whole);
  if (SHORT[parts[0] ?? ''] !== 'jobs' && parts[0] !== 'jobs') return [];
  const at = last.indexOf('=');
  if (at < 0) return JOB_FILTERS.filter(({ name }) => name.startsWith(last)).map(({ name }) => whole(`${name}=`));
  const filter = JOB_FILTERS.find(({ name }) => name === last.slice(0, at));
  if (filter === undefined) return [];
  const prefix = last.slice(at + 1);
  const values: readonly string[] = 'values' in filter ? filter.values : (known[filter.name] ?? []);
  return values.filter((value) => value.toLowerCase().startsWith(prefix.toLowerCase())).map((value) => whole(`${filter.name}=${value}`));
}

/** What Tab makes of the text: as far as all that it can become agree; then one after the other. */
export function completed(text: string, options: readonly string[]): string {
  const [first] = options;
  if (first === undefined) return text;
  let common = first;
  for (const option of options) while (!option.startsWith(common)) common = common.slice(0, -1);
  // Two that differ in case only, or agree with nothing more than what stands there.
  if (common.length <= text.length) return options[(options.indexOf(text) + 1) % options.length] ?? text;
  return options.length === 1 && !common.endsWith('=') ? `${common} ` : common;
}
