import { parseArray } from './array-literal';
import type { JobColumns } from './rows';
import type { Tables } from './store-types';

/** What the statements about withheld jobs do, by their names. */
export const WITHHELD_STATEMENTS = {
  withheld_keys: (store: Tables, [after, limit]: readonly unknown[]) =>
    [...new Set([...store.jobs.values()].flatMap(({ withheld_on }) => (withheld_on !== null && withheld_on > String(after) ? withheld_on : [])))].sort().slice(0, Number(limit)).map((key) => ({ key })),
  key_usage: (store: Tables, [keys]: readonly unknown[]) =>
    list(keys).map((key) => {
      const bucket = store.tokens.get(key);
      return { key, in_use: store.slots.get(key) ?? 0, tokens: bucket?.tokens ?? null, age_ms: bucket === undefined ? null : store.wallMs - bucket.atMs };
    }),
  first_withheld: (store: Tables, [keys, jobs]: readonly unknown[]) => list(keys).flatMap((key, i) => firstOf(store, key, Number(list(jobs)[i]))),
  released_still_out: (store: Tables, [ids]: readonly unknown[]) =>
    list(ids).filter((id) => isOut(store.jobs.get(id))).map((id) => ({ id })),
};

function list(literal: unknown): string[] {
  return parseArray(String(literal)) as string[];
}

const PRIORITIES = ['high', 'normal', 'low'];

function firstOf(store: Tables, key: string, limit: number): object[] {
  const rank = (job: JobColumns): string => `${PRIORITIES.indexOf(job.priority)} ${String(job['queued_at'])}`;
  const waiting = [...store.jobs.values()].filter(({ withheld_on }) => withheld_on === key).sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return waiting.slice(0, limit).map((job) => ({ jobId: job.id, queue: job.queue, type: job['type'], priority: job.priority, on: key }));
}

function isOut(job: JobColumns | undefined): boolean {
  return job?.status === 'QUEUED' && job.owner_delivery_id === null && job.withheld_on === null;
}
