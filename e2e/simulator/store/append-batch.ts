import { parseArray } from './array-literal';
import { COLUMN_OF, columnValue, NEW_JOB, type JobColumns } from './rows';
import type { Tables } from './store-types';

type Arrays = ReadonlyMap<string, readonly (string | null)[]>;

/**
 * The SQL function `append_batch`, by its parameters' names: one at a time, all that it checks as it stands at that moment, only the survivors'
 * events numbered.
 */
export function appendBatch(store: Tables, statement: string, values: readonly unknown[]): object {
  const arrays = arraysOf(statement, values);
  const inserted = insertJobs(store, arrays);
  const updated = updateJobs(store, arrays);
  const alive = new Set([...inserted, ...updated]);
  const asked = column(arrays, 'i_id').length + column(arrays, 'u_id').length;
  const headBefore = store.head;
  appendEvents(store, arrays, alive);
  return { head_before: headBefore, log_epoch: store.epoch, tick: store.clock.applied, store_ms: store.wallMs, alive: alive.size === asked ? null : `{${[...alive].join(',')}}` };
}

const parameterNames = new Map<string, readonly string[]>();

function arraysOf(statement: string, values: readonly unknown[]): Arrays {
  let names = parameterNames.get(statement);
  if (names === undefined) {
    names = [...statement.matchAll(/(\w+) => \$\d+/g)].map(([, name]) => name as string);
    parameterNames.set(statement, names);
  }
  return new Map(names.map((name, i) => [name, values[i] === '{}' ? [] : parseArray(String(values[i]))]));
}

function column(arrays: Arrays, name: string): readonly (string | null)[] {
  return arrays.get(name) ?? [];
}

/** One row of the parameters that begin with `prefix`, under the names of the columns. */
function rowAt(arrays: Arrays, prefix: string, index: number): Record<string, string | number | null> {
  const row: Record<string, string | number | null> = {};
  for (const [name, values] of arrays) {
    if (!name.startsWith(prefix)) continue;
    const key = COLUMN_OF[name.slice(prefix.length)] ?? name.slice(prefix.length);
    row[key] = columnValue(key, values[index] ?? null);
  }
  return row;
}

function insertJobs(store: Tables, arrays: Arrays): string[] {
  const inserted: string[] = [];
  column(arrays, 'i_id').forEach((id, index) => {
    const row = { ...NEW_JOB, ...rowAt(arrays, 'i_', index) } as JobColumns;
    row.sent_at = row['queued_at'] as string | null;
    const key = row.idempotency_key === null ? undefined : `${row.tenant_id}\0${row.idempotency_key}`;
    if (store.jobs.has(id as string) || (key !== undefined && store.keys.has(key))) return;
    store.jobs.set(row.id, row);
    if (key !== undefined) store.keys.set(key, row.id);
    inserted.push(row.id);
    store.checkRow(undefined, row);
  });
  return inserted;
}

function updateJobs(store: Tables, arrays: Arrays): string[] {
  const updated: string[] = [];
  column(arrays, 'u_id').forEach((id, index) => {
    const before = store.jobs.get(id as string);
    const { rev, renewed, ...columns } = rowAt(arrays, 'u_', index);
    if (before === undefined) return;
    const changed = { ...before, ...columns, rev: before.rev + 1 } as JobColumns;
    if (!store.mayWrite(before, changed, rev as number)) return;
    changed.lease_tick = changed.owner_delivery_id === null ? null : renewed === 'true' ? store.clock.applied : before.lease_tick;
    store.jobs.set(changed.id, changed);
    updated.push(changed.id);
    store.checkRow(before, changed);
  });
  return updated;
}

function appendEvents(store: Tables, arrays: Arrays, alive: ReadonlySet<string>): void {
  const [streams, versions, types, correlations, envelopes] = ['e_stream', 'e_version', 'e_type', 'e_correlation', 'e_envelope'].map((name) => column(arrays, name)) as [
    readonly string[], readonly string[], readonly string[], readonly string[], readonly string[],
  ];
  streams.forEach((streamId, index) => {
    if (!alive.has(streamId)) return;
    const position = store.head + 1;
    store.append({
      position,
      streamId,
      version: Number(versions[index]),
      type: types[index] as string,
      correlationId: correlations[index] as string,
      envelope: `${envelopes[index]}${position},"epoch":"${store.epoch}"}}`,
      atMs: store.scheduler.nowMs,
    });
  });
}
