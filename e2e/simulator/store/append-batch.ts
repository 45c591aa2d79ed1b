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
  const outdated = Number(column(arrays, 'p_controls')[0] ?? 0) !== store.controlsVersion;
  const deduplicated = claimDedupeKeys(store, arrays);
  const inserted = insertJobs(store, arrays, deduplicated, outdated);
  const limited = outdated ? new Map<string, string>() : takeClaims(store, arrays);
  const updated = updateJobs(store, arrays, outdated, limited);
  const alive = new Set([...inserted, ...updated]);
  const asked = column(arrays, 'i_id').length + column(arrays, 'u_id').length;
  const headBefore = store.head;
  appendEvents(store, arrays, alive);
  freeSlots(store, arrays, alive);
  keepParents(store, arrays, alive);
  return {
    head_before: headBefore,
    log_epoch: store.epoch,
    controls: store.controlsVersion,
    tick: store.clock.applied,
    store_ms: store.wallMs,
    alive: alive.size === asked ? null : `{${[...alive].join(',')}}`,
    limited: `{${[...limited.keys()].join(',')}}`,
    limited_on: [...limited.values()],
    over: '{}',
    over_on: [],
  };
}

interface Parameter {
  readonly name: string;
  readonly index: number;
}

const parametersOf = new Map<string, readonly Parameter[]>();

/** What a call passes, by name; most of its arrays are empty, and those are left out. */
function arraysOf(statement: string, values: readonly unknown[]): Arrays {
  let parameters = parametersOf.get(statement);
  if (parameters === undefined) {
    parameters = [...statement.matchAll(/(\w+) => \$\d+/g)].map(([, name], index) => ({ name: name as string, index }));
    parametersOf.set(statement, parameters);
  }
  const arrays = new Map<string, readonly (string | null)[]>();
  for (const { name, index } of parameters) if (values[index] !== '{}') arrays.set(name, arrayOf(values[index]));
  return arrays;
}

/** A parameter that is no array stands for an array of itself. */
function arrayOf(value: unknown): readonly (string | null)[] {
  if (typeof value !== 'string') return [null];
  return value.startsWith('{') ? parseArray(value) : [value];
}

const NOTHING: readonly never[] = [];

function column(arrays: Arrays, name: string): readonly (string | null)[] {
  return arrays.get(name) ?? NOTHING;
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

function insertJobs(store: Tables, arrays: Arrays, deduplicated: ReadonlySet<string>, outdated: boolean): string[] {
  const inserted: string[] = [];
  column(arrays, 'i_id').forEach((_id, index) => {
    const row = { ...NEW_JOB, ...rowAt(arrays, 'i_', index) } as JobColumns;
    row.sent_at = row['queued_at'] as string | null;
    const key = row.idempotency_key === null ? undefined : `${row.tenant_id}\0${row.idempotency_key}`;
    const owned = row.owner_delivery_id !== null;
    if (owned && outdated) return;
    if (owned) Object.assign(row, { owner_granted_at: row['queued_at'], lease_tick: store.clock.applied });
    if (deduplicated.has(row.id) || store.jobs.has(row.id) || (key !== undefined && store.keys.has(key))) return;
    store.jobs.set(row.id, row);
    if (key !== undefined) store.keys.set(key, row.id);
    inserted.push(row.id);
    if (owned) store.grantedWithSubmission.add(row.id);
    store.checkRow(undefined, row);
  });
  return inserted;
}

function updateJobs(store: Tables, arrays: Arrays, outdated: boolean, limited: ReadonlyMap<string, string>): string[] {
  const updated: string[] = [];
  const ids = column(arrays, 'u_id');
  // PostgreSQL would take one of the two, and tell both that they had won.
  if (new Set(ids).size < ids.length) store.broken('twiceInGroup: a job is twice in one statement');
  column(arrays, 'u_id').forEach((id, index) => {
    const before = store.jobs.get(id as string);
    const { rev, renewed, granted, spec, ...columns } = rowAt(arrays, 'u_', index);
    if (before === undefined || limited.has(before.id) || (granted === 'true' && outdated)) return;
    const changed = { ...before, ...columns, ...(typeof spec === 'string' && { spec }), rev: before.rev + 1 } as JobColumns;
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

/** Slots and tokens of the batch's grants, all of a grant or none; answers who goes without, and on which key. */
function takeClaims(store: Tables, arrays: Arrays): Map<string, string> {
  const limited = new Map<string, string>();
  const byJob = new Map<string, { rev: number; claims: { key: string; limit: number | undefined; perSecond: number; burst: number }[] }>();
  column(arrays, 'c_job').forEach((id, i) => {
    const limit = column(arrays, 'c_limit')[i];
    const claim = { key: column(arrays, 'c_key')[i] as string, limit: limit === null || limit === undefined ? undefined : Number(limit), perSecond: Number(column(arrays, 'c_per_second')[i]), burst: Number(column(arrays, 'c_burst')[i]) };
    const grant = byJob.get(id as string) ?? { rev: Number(column(arrays, 'c_rev')[i]), claims: [] };
    byJob.set(id as string, grant);
    grant.claims.push(claim);
  });
  for (const [id, { rev, claims }] of byJob) {
    if (store.jobs.get(id)?.rev !== rev) continue;
    const tokensOf = ({ key, perSecond, burst }: { key: string; perSecond: number; burst: number }): number => {
      const bucket = store.tokens.get(key);
      return bucket === undefined ? burst : Math.min(burst, bucket.tokens + (perSecond * Math.max(0, store.wallMs - bucket.atMs)) / 1_000);
    };
    const taken = claims.find((claim) => (claim.limit === undefined ? !store.ignoresTokens && tokensOf(claim) < 1 : (store.slots.get(claim.key) ?? 0) >= claim.limit));
    if (taken !== undefined) {
      limited.set(id, taken.key);
      continue;
    }
    for (const claim of claims) {
      if (claim.limit === undefined) store.tokens.set(claim.key, { tokens: tokensOf(claim) - 1, atMs: store.wallMs });
      else {
        store.slots.set(claim.key, (store.slots.get(claim.key) ?? 0) + 1);
        store.slotsTaken(claim.key, claim.limit);
      }
    }
  }
  return limited;
}

function freeSlots(store: Tables, arrays: Arrays, alive: ReadonlySet<string>): void {
  column(arrays, 'f_job').forEach((id, i) => {
    const key = column(arrays, 'f_key')[i] as string;
    if (!alive.has(id as string)) return;
    store.slots.set(key, (store.slots.get(key) ?? 0) - 1);
    store.slotsTaken(key, Infinity);
  });
}

function keepParents(store: Tables, arrays: Arrays, alive: ReadonlySet<string>): void {
  column(arrays, 'd_child').forEach((child, i) => {
    if (!alive.has(child as string)) return;
    const parents = store.parents.get(child as string) ?? [];
    store.parents.set(child as string, parents);
    parents.push(column(arrays, 'd_parent')[i] as string);
  });
}

/** Answers the new jobs that go without their dedupe key: others stand for them. */
function claimDedupeKeys(store: Tables, arrays: Arrays): Set<string> {
  const without = new Set<string>();
  column(arrays, 'k_job').forEach((id, i) => {
    const [tenant, key, until, replaces, idempotency] = ['k_tenant', 'k_key', 'k_until', 'k_replaces', 'k_idempotency'].map((name) => column(arrays, name)[i] ?? null);
    if (idempotency !== null && store.keys.has(`${tenant}\0${idempotency}`)) return;
    const held = store.dedupeKeys.get(`${tenant}\0${key}`);
    if (held !== undefined && held.untilMs > store.wallMs && held.jobId !== replaces) without.add(id as string);
    else store.dedupeKeys.set(`${tenant}\0${key}`, { jobId: id as string, untilMs: Date.parse(until as string) });
  });
  return without;
}
