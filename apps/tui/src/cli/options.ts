import { InvalidArgumentError, Option, type Command } from 'commander';
import { JOB_FILTERS, flagOf, type JobFilterName, type JobFilters } from '../data/job-filters';

const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

/** `--state FAILED --state RUNNING --external-ref order-7`: a flag for each filter of the read API. */
export function addJobFilters(command: Command): Command {
  for (const filter of JOB_FILTERS) {
    const option = new Option(`--${flagOf(filter.name)} <value>`, `only jobs ${filter.about}`);
    if (filter.name === 'q' || filter.name === 'sort') option.description = filter.about;
    if ('values' in filter) option.choices(filter.values);
    if ('repeat' in filter) {
      const allowed = 'values' in filter ? filter.values : undefined;
      option.argParser((value: string, before: string[] | undefined) => {
        if (allowed !== undefined && !allowed.some((known) => known === value)) throw new InvalidArgumentError(`Allowed choices are ${allowed.join(', ')}.`);
        return collect(value, before);
      });
    }
    command.addOption(option);
  }
  return command;
}

export function jobFilters(options: Readonly<Record<string, unknown>>): JobFilters {
  const chosen = JOB_FILTERS.flatMap(({ name }): [JobFilterName, string[]][] => {
    const value = options[name];
    if (typeof value === 'string') return [[name, [value]]];
    return Array.isArray(value) ? [[name, value.map(String)]] : [];
  });
  return Object.fromEntries(chosen);
}

export function whole(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('A whole number is expected.');
  return Number(value);
}

export function jsonObject(value: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
  } catch {
    // Said below, as for what is JSON but no object.
  }
  throw new InvalidArgumentError('A JSON object is expected.');
}

/** What `{id}` of a path takes: a job is named by its whole id. */
export function uuid(value: string): string {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value)) throw new InvalidArgumentError('A job is named by its id, a lowercase UUID.');
  return value;
}

export interface PageFlags {
  readonly limit?: number;
  readonly cursor?: string;
}

export const addPage = (command: Command): Command => command.option('--limit <n>', 'items per page', whole).option('--cursor <cursor>', 'the page after, from nextCursor');
export const pageQuery = ({ limit, cursor }: PageFlags): { limit?: number; cursor?: string } => ({ ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) });
