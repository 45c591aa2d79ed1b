import { JOB_STATES } from './job-states';

/** What a list of jobs can be narrowed by, here and in `:jobs`, by the names of the read API. */
export const JOB_FILTERS = [
  { name: 'state', about: 'in this state; may be repeated', repeat: true, values: JOB_STATES },
  { name: 'type', about: 'of this job type' },
  { name: 'queue', about: 'of this queue' },
  { name: 'tag', about: 'with this tag; repeated: with all of them', repeat: true },
  { name: 'externalRef', about: 'known by this reference to the client' },
  { name: 'scheduleId', about: 'fired by this schedule' },
  { name: 'parent', about: 'that wait, or waited, for this job' },
  { name: 'redrivenFrom', about: 'the next life of this job' },
  { name: 'worker', about: 'that this worker had last' },
  { name: 'fingerprint', about: 'that ended in this error' },
  { name: 'failing', about: 'that run on although an attempt has failed', values: ['true'] },
  { name: 'priority', about: 'of this priority', values: ['high', 'normal', 'low'] },
  { name: 'submittedAfter', about: 'submitted after this time (ISO 8601)' },
  { name: 'submittedBefore', about: 'submitted before this time' },
  { name: 'finishedAfter', about: 'ended after this time' },
  { name: 'finishedBefore', about: 'ended before this time' },
  { name: 'minDurationMs', about: 'that took at least this long' },
  { name: 'maxDurationMs', about: 'that took at most this long' },
  { name: 'minAttempts', about: 'with at least so many attempts' },
  { name: 'q', about: 'text in id, tags, reference or error' },
  { name: 'sort', about: 'order, as -submittedAt or -durationMs' },
] as const satisfies readonly { name: string; about: string; repeat?: true; values?: readonly string[] }[];

export type JobFilterName = (typeof JOB_FILTERS)[number]['name'];
export type JobFilters = Partial<Record<JobFilterName, readonly string[]>>;

/** `externalRef` → `external-ref` */
export const flagOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Pairs for a query string. */
export function filterPairs(filters: JobFilters): [string, string][] {
  return Object.entries(filters).flatMap(([name, values]) => (values ?? []).map((value): [string, string] => [name, value]));
}

/** One value stays one value, several become a list: as the generated client wants a query. */
export function filterQuery(filters: JobFilters): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(filters).flatMap(([name, values]) => (values === undefined || values.length === 0 ? [] : [[name, values.length === 1 ? (values[0] ?? '') : [...values]]])));
}

export const filterText = (filters: JobFilters): string => filterPairs(filters).map(([name, value]) => `${name}=${/\s/.test(value) ? JSON.stringify(value) : value}`).join(' ');
