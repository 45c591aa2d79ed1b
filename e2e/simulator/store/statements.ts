import { BACKLOG_STATEMENTS } from './backlog-statements';
import { parseArray } from './array-literal';
import { OPERATION_STATEMENTS } from './operation-statements';
import type { JobColumns, StoredEvent } from './rows';
import { SCHEDULE_STATEMENTS } from './schedule-statements';
import { WITHHELD_STATEMENTS } from './withheld-statements';
import type { ResourceRow, Tables } from './store-types';

type Handler = (store: Tables, values: readonly unknown[]) => object[];

/** What each prepared statement of the event log does, by its name. */
export const STATEMENTS: Readonly<Record<string, Handler>> = {
  ping: () => [{}],
  log_head: (store) => [{ position: store.head, epoch: store.epoch }],
  ensure_partitions: () => [{ made: 0 }],
  load_jobs: (store, [ids]) => listed(ids).flatMap((id) => loaded(store, store.jobs.get(id))),
  find_holders: (store, [tenants, keys, dedupe]) => findHolders(store, tenants as string[], keys as (string | null)[], dedupe as (string | null)[]),
  dedupe_holder: (store, [tenant, key]) => dedupeHolder(store, `${String(tenant)}\0${String(key)}`),
  unknown_jobs: (store, [tenant, ids]) => listed(ids).filter((id) => store.jobs.get(id)?.tenant_id !== tenant).map((id) => ({ id })),
  forget_keys: () => [{ forgotten: 0 }],

  controls_version: (store) => [{ version: store.controlsVersion }],
  load_controls: (store) => [{ version: store.controlsVersion, resources: controls(store) }],
  get_resource: (store, [kind, name]) => resources(store, (row) => row.kind === kind && row.name === name),
  list_resources: (store, [kind, after, limit]) => resources(store, (row) => row.kind === kind && row.name > String(after)).slice(0, Number(limit)),

  record_sightings: (store, [ids, states]) => recordSightings(store, parseArray(String(ids)) as string[], parseArray(String(states)) as string[]),
  seen_workers: (store, [ms, liveMs]) => seenWorkers(store, Number(ms), Number(liveMs)),
  forget_workers: () => [],

  ...WITHHELD_STATEMENTS,
  ...BACKLOG_STATEMENTS,
  ...SCHEDULE_STATEMENTS,
  ...OPERATION_STATEMENTS,
  deadlines: (store, [aheadMs, limit, seenUpTo]) => deadlines(store, Number(aheadMs), Number(limit), String(seenUpTo)),
  awaited_parents: (store, [limit]) => [...new Set(waitingChildren(store).flatMap((job) => store.parents.get(job.id) ?? []))].slice(0, Number(limit)).map((parent_id) => ({ parent_id })),
  waiting_children: (store, [ids]) => {
    const parents = new Set(listed(ids));
    return waitingChildren(store).filter((job) => (store.parents.get(job.id) ?? []).some((id) => parents.has(id))).map((job) => ({ child_id: job.id }));
  },
  ready_children: (store, [ids]) => {
    const wanted = new Set(listed(ids));
    return waitingChildren(store).filter((job) => wanted.has(job.id) && waitsNoMore(store, job)).map(({ id }) => ({ id }));
  },
  forgotten_children: (store, [limit]) => waitingChildren(store).filter((job) => waitsNoMore(store, job)).slice(0, Number(limit)).map(({ id }) => ({ id })),
  parents_of: (store, [ids]) => listed(ids).flatMap((childId) => [...(store.parents.get(childId) ?? [])].sort().map((jobId) => parentOf(store, childId, jobId))),
  read_events: (store, [after, limit]) => store.events.slice(Number(after), Number(after) + Number(limit)).map(asRow),
  read_versions: (store, [streams, versions]) =>
    (streams as string[]).flatMap((id, i) => store.streams.get(id)?.[Number((versions as number[])[i]) - 1] ?? []).sort((a, b) => a.position - b.position).map(asRow),

  next_tick: nextTick,
  apply_tick: (store, [number]) => (applyTick(store, Number(number)) ? [{}] : []),
  silent_attempts: (store, [tick, limit]) =>
    owned(store, (job) => (job.lease_tick as number) <= Number(tick)).sort((a, b) => (a.lease_tick as number) - (b.lease_tick as number)).slice(0, Number(limit)).map(asOwned),
  owners: (store) => [...new Set(owned(store, () => true).map((job) => job.owner_worker_id))].map((worker_id) => ({ worker_id })),
  owned_by: (store, [workerId]) => owned(store, (job) => job.owner_worker_id === workerId).map(asOwned),
  unstarted_attempts: (store, [ms, limit]) =>
    owned(store, (job) => job.owner_started_at === null && Date.parse(job['owner_granted_at'] as string) < store.wallMs - Number(ms)).slice(0, Number(limit)).map(asOwned),
  due_jobs: (store, [aheadMs, limit, seenUpTo]) => due(store, Number(aheadMs), Number(limit), String(seenUpTo)),
  waiting_jobs: (store, [ms, limit]) => waiting(store, Number(ms), Number(limit)),

  relay_cursor: (store) => [{ cursor: store.lease.cursor }],
  acquire_relay_lease: (store, [holder, epoch, ms]) => acquire(store, String(holder), Number(epoch), Number(ms)),
  move_relay_cursor: (store, [epoch, cursor]) => [{ mine: store.moveCursor(Number(epoch), Number(cursor)) }],
  read_relay_cursor: (store, [epoch]) => (store.lease.epoch === epoch ? [{ cursor: store.lease.cursor }] : []),
  release_relay_lease: (store, [epoch]) => {
    if (store.lease.epoch === epoch) store.lease.expiresAtMs = -Infinity;
    return [];
  },

  queues: (store) => [...store.queues.keys()].map((name) => ({ name })),
  register_queue: (store, [name]) => [{ register_queue: registerQueue(store, String(name)) }],
  mark_declared: (store, [name]) => {
    store.queues.set(String(name), { declared: true });
    return [];
  },
};

function listed(literal: unknown): string[] {
  const text = String(literal);
  return text === '{}' ? [] : text.slice(1, -1).split(',');
}

const JSON_COLUMNS = ['cancel_requested', 'error', 'result', 'payload', 'spec'];

function loaded(store: Tables, job: JobColumns | undefined): object[] {
  if (job === undefined) return [];
  const row: Record<string, unknown> = { ...job, tick: store.clock.applied, payload_bytes: job.payload.length };
  if (typeof row['owner_slots'] === 'string') row['owner_slots'] = parseArray(row['owner_slots']);
  for (const column of JSON_COLUMNS) if (typeof row[column] === 'string') row[column] = JSON.parse(row[column]);
  return [row];
}

function findHolders(store: Tables, tenants: readonly string[], keys: readonly (string | null)[], dedupe: readonly (string | null)[]): object[] {
  return keys.flatMap((key, i) => {
    const byKey = key === null ? undefined : store.keys.get(`${tenants[i]}\0${key}`);
    const id = byKey ?? store.dedupeKeys.get(`${tenants[i]}\0${dedupe[i]}`)?.jobId;
    const job = id === undefined ? undefined : store.jobs.get(id);
    if (job === undefined) return [];
    const first = (store.streams.get(job.id) ?? []).slice(0, 2).filter(({ envelope }) => envelope.includes(`"occurredAt":"${String(job['submitted_at'])}"`));
    const has_parents = store.parents.has(job.id);
    return [{ ord: i + 1, id: job.id, request_hash: job.request_hash, correlation_id: job.correlation_id, by_key: byKey !== undefined, position: first.at(-1)?.position ?? null, events: first.length, has_parents, held: false }];
  });
}

function dedupeHolder(store: Tables, key: string): object[] {
  const held = store.dedupeKeys.get(key);
  const job = held === undefined || held.untilMs <= store.wallMs ? undefined : store.jobs.get(held.jobId);
  return job === undefined ? [] : [{ jobId: job.id, status: job.status }];
}

function controls(store: Tables): object[] | null {
  const gating = [...store.resources.values()].filter(({ kind, state }) => kind === 'queue' || kind === 'job_type' || kind === 'limit' || kind === 'policy' || (kind === 'worker' && state.includes('"paused"')));
  return gating.length === 0 ? null : gating.map(({ kind, name, version, state }) => ({ kind, name, version, state: JSON.parse(state) as unknown }));
}

function resources(store: Tables, wanted: (row: ResourceRow) => boolean): object[] {
  return [...store.resources.values()].filter(wanted).sort((a, b) => (a.name < b.name ? -1 : 1)).map((row) => ({ ...row, state: JSON.parse(row.state) as unknown }));
}

function recordSightings(store: Tables, ids: readonly string[], states: readonly string[]): object[] {
  ids.forEach((id, i) => store.sightings.set(id, { state: states[i] as string, atMs: store.scheduler.nowMs }));
  return [];
}

function seenWorkers(store: Tables, ms: number, liveMs: number): object[] {
  const { nowMs } = store.scheduler;
  return [...store.sightings.values()].flatMap(({ state, atMs }) => (atMs > nowMs - ms ? { state: JSON.parse(state) as unknown, seenAt: new Date(store.wallMs - (nowMs - atMs)).toISOString(), live: atMs > nowMs - liveMs } : []));
}

/** Whether an instant is in a look: ahead of it, and either overdue or not seen before. */
function isLookedFor(store: Tables, at: string, aheadMs: number, seenUpTo: string): boolean {
  const atMs = Date.parse(at);
  return atMs <= store.wallMs || (atMs <= store.wallMs + aheadMs && (seenUpTo === '-infinity' || at > seenUpTo));
}

function deadlines(store: Tables, aheadMs: number, limit: number, seenUpTo: string): object[] {
  return [...store.jobs.values()]
    .filter((job) => job.deadline_at !== null && job.finished_at === null && job.cancel_requested === null && isLookedFor(store, job.deadline_at, aheadMs, seenUpTo))
    .slice(0, limit)
    .map((job) => ({ jobId: job.id, runAt: job.deadline_at }));
}

function waitingChildren(store: Tables): JobColumns[] {
  return [...store.jobs.values()].filter((job) => job.status === 'WAITING');
}

function waitsNoMore(store: Tables, child: JobColumns): boolean {
  const parents = (store.parents.get(child.id) ?? []).flatMap((id) => store.jobs.get(id) ?? []);
  const runsAnyway = child.spec !== null && (JSON.parse(child.spec) as { onParentFailure?: string }).onParentFailure === 'run';
  return parents.every((job) => job.finished_at !== null) || (!runsAnyway && parents.some(({ status }) => status === 'FAILED' || status === 'CANCELLED'));
}

function parentOf(store: Tables, childId: string, jobId: string): object {
  const job = store.jobs.get(jobId);
  const result = job?.['result'];
  return { childId, jobId, status: job?.status, result: typeof result === 'string' ? (JSON.parse(result) as unknown) : null };
}

function asRow(event: StoredEvent): object {
  return { position: event.position, stream_id: event.streamId, type: event.type, correlation_id: event.correlationId, envelope: event.envelope };
}

function owned(store: Tables, wanted: (job: JobColumns) => boolean): JobColumns[] {
  return [...store.jobs.values()].filter((job) => job.owner_worker_id !== null && wanted(job));
}

function asOwned(job: JobColumns): object {
  return { jobId: job.id, deliveryId: job.owner_delivery_id, workerId: job.owner_worker_id, leaseTick: job.lease_tick };
}

function nextTick(store: Tables, [resendAfterMs]: readonly unknown[]): object[] {
  const { clock } = store;
  const nowMs = store.scheduler.nowMs;
  if (store.ticksByWallTime) return [{ tick_sent: Math.floor(nowMs / 1_000) }];
  if (clock.sent !== clock.applied && clock.sentAtMs >= nowMs - Number(resendAfterMs)) return [];
  clock.sent = clock.applied + 1;
  clock.sentAtMs = nowMs;
  return [{ tick_sent: clock.sent }];
}

function applyTick(store: Tables, number: number): boolean {
  const { clock } = store;
  const applies = store.ticksByWallTime ? number > clock.applied : clock.applied === number - 1 && clock.sent === number;
  if (applies) clock.applied = number;
  return applies;
}

function due(store: Tables, aheadMs: number, limit: number, seenUpTo: string): object[] {
  return [...store.jobs.values()]
    .filter((job) => job.run_at !== null && isLookedFor(store, job.run_at, aheadMs, seenUpTo))
    .sort((a, b) => ((a.run_at as string) < (b.run_at as string) ? -1 : 1))
    .slice(0, limit)
    .map((job) => ({ jobId: job.id, runAt: job.run_at }));
}

function waiting(store: Tables, ms: number, limit: number): object[] {
  const untilMs = store.wallMs - ms;
  return [...store.jobs.values()]
    .filter((job) => job.status === 'QUEUED' && job.owner_worker_id === null && job.withheld_on === null && store.queues.has(job.queue) && job.sent_at !== null && Date.parse(job.sent_at) <= untilMs)
    .sort((a, b) => ((a.sent_at as string) < (b.sent_at as string) ? -1 : 1))
    .slice(0, limit)
    .map((job) => ({ jobId: job.id, queue: job.queue, priority: job.priority, sentAt: job.sent_at, resends: job['resends'] }));
}

function acquire(store: Tables, holder: string, epoch: number, ms: number): object[] {
  const { lease } = store;
  const nowMs = store.scheduler.nowMs;
  const mine = lease.holder === holder && lease.epoch === epoch;
  if (!mine && lease.expiresAtMs >= nowMs) return [];
  if (!mine) lease.epoch += 1;
  lease.holder = holder;
  lease.expiresAtMs = nowMs + ms;
  return [{ epoch: lease.epoch, cursor: lease.cursor, store_ms: store.wallMs }];
}

function registerQueue(store: Tables, name: string): string {
  const known = store.queues.get(name);
  if (known !== undefined) return known.declared ? 'declared' : 'known';
  store.queues.set(name, { declared: false });
  return 'registered';
}
