import type { ReadQuery } from '#observatory-client';
import type { Search } from '../../data/search';

/** What the list of jobs can be asked for, and how that is typed and stands in the address. Pure. */

/** As typed → as the observatory calls it. The order is the one in which completions are offered. */
export const FILTERS = {
  state: 'one of the nine states',
  type: 'the job type',
  queue: 'the queue',
  tag: 'a tag; several: all of them',
  worker: 'a worker that ran it',
  error: 'the fingerprint of an error it met',
  ref: 'its external reference',
  priority: 'high, normal or low',
  failing: 'true: tried in vain, and not ended',
  schedule: 'the schedule that submitted it',
  parent: 'a job that it waited for',
  since: 'submitted at or after, RFC 3339',
  until: 'submitted before, RFC 3339',
  longer: 'ran for at least so many milliseconds',
  attempts: 'tried at least so many times',
  sort: 'the order: -submittedAt, submittedAt, -finishedAt …',
} as const;
export type FilterName = keyof typeof FILTERS;

const REPEATED: ReadonlySet<string> = new Set<FilterName>(['tag', 'state']);

const ASKED_AS: Readonly<Record<FilterName, string>> = {
  state: 'state', type: 'type', queue: 'queue', tag: 'tag', worker: 'worker', error: 'fingerprint', ref: 'externalRef', priority: 'priority', failing: 'failing', schedule: 'scheduleId',
  parent: 'parent', since: 'submittedAfter', until: 'submittedBefore', longer: 'minDurationMs', attempts: 'minAttempts', sort: 'sort',
};

export interface Chip {
  readonly name: FilterName | 'q';
  readonly value: string;
}

export function isFilter(name: string): name is FilterName {
  return Object.hasOwn(FILTERS, name);
}

/** The filters of an address, in the order of {@link FILTERS}, free text last. Names that are none are left out. */
export function chipsOf(search: Search): Chip[] {
  const names = [...(Object.keys(FILTERS) as FilterName[]), 'q' as const];
  return names.flatMap((name) => (search[name] === undefined ? [] : [search[name]].flat().map((value) => ({ name, value }))));
}

/** The address of these filters. Of a filter that can be there once, the last one counts. */
export function searchOf(chips: readonly Chip[]): Record<string, string | string[]> {
  const search: Record<string, string | string[]> = {};
  for (const { name, value } of chips) {
    const before = search[name];
    if (before === undefined || !REPEATED.has(name)) search[name] = value;
    else search[name] = [...new Set([...[before].flat(), value])];
  }
  return search;
}

/** `state:failed` becomes a filter, anything else free text; nothing typed, nothing. */
export function chipOf(typed: string): Chip | undefined {
  const text = typed.trim();
  if (text === '') return undefined;
  const [, name = '', value = ''] = /^([a-z]+):(.*)$/.exec(text) ?? [];
  if (!isFilter(name)) return { name: 'q', value: text };
  if (value === '') return undefined;
  return { name, value: name === 'state' ? value.toUpperCase() : value };
}

/** What the observatory is asked. */
export function queryOf(search: Search): ReadQuery<'/v1/jobs'> {
  const query: Record<string, unknown> = {};
  for (const { name, value } of chipsOf(search)) {
    const asked = name === 'q' ? 'q' : ASKED_AS[name];
    const before = query[asked];
    query[asked] = name === 'tag' ? [...((before as string[] | undefined) ?? []), value] : before === undefined || !REPEATED.has(name) ? value : [...[before as string | string[]].flat(), value];
  }
  return query;
}
