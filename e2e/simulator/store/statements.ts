import type { JobColumns, StoredEvent } from './rows';
import type { Tables } from './store-types';

type Handler = (store: Tables, values: readonly unknown[]) => object[];

/** What each prepared statement of the event log does, by its name. */
export const STATEMENTS: Readonly<Record<string, Handler>> = {
  ping: () => [{}],
  log_head: (store) => [{ position: store.head, epoch: store.epoch }],
  ensure_partitions: () => [{ made: 0 }],
  load_jobs: (store, [ids]) => listed(ids).flatMap((id) => loaded(store, store.jobs.get(id))),
  find_by_key: (store, [tenants, keys]) => findByKey(store, tenants as string[], keys as (string | null)[]),
  read_events: (store, [after, limit]) => store.events.slice(Number(after), Number(after) + Number(limit)).map(asRow),
  read_versions: (store, [streams, versions]) =>
    (streams as string[]).flatMap((id, i) => store.streams.get(id)?.[Number((versions as number[])[i]) - 1] ?? []).sort((a, b) => a.position - b.position).map(asRow),

  next_tick: nextTick,
  apply_tick: (store, [number]) => (applyTick(store, Number(number)) ? [{}] : []),
  silent_attempts: (store, [tick, limit]) =>
    owned(store, (job) => (job.lease_tick as number) <= Number(tick)).sort((a, b) => (a.lease_tick as number) - (b.lease_tick as number)).slice(0, Number(limit)).map(asOwned),
  owners: (store) => [...new Set(owned(store, () => true).map((job) => job.owner_worker_id))].map((worker_id) => ({ worker_id })),
  owned_by: (store, [workerId]) => owned(store, (job) => job.owner_worker_id === workerId).map(asOwned),
  due_jobs: (store, [aheadMs, limit]) => due(store, Number(aheadMs), Number(limit)),
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

const JSON_COLUMNS = ['cancel_requested', 'error', 'result', 'payload'];

function loaded(store: Tables, job: JobColumns | undefined): object[] {
  if (job === undefined) return [];
  const row: Record<string, unknown> = { ...job, tick: store.clock.applied, payload_bytes: job.payload.length };
  for (const column of JSON_COLUMNS) if (typeof row[column] === 'string') row[column] = JSON.parse(row[column]);
  return [row];
}

function findByKey(store: Tables, tenants: readonly string[], keys: readonly (string | null)[]): object[] {
  return keys.flatMap((key, i) => {
    const id = key === null ? undefined : store.keys.get(`${tenants[i]}\0${key}`);
    const job = id === undefined ? undefined : store.jobs.get(id);
    if (job === undefined) return [];
    const position = store.streams.get(job.id)?.[1]?.position ?? null;
    return [{ ord: i + 1, id: job.id, request_hash: job.request_hash, correlation_id: job.correlation_id, position }];
  });
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

function due(store: Tables, aheadMs: number, limit: number): object[] {
  const untilMs = store.wallMs + aheadMs;
  return [...store.jobs.values()]
    .filter((job) => job.run_at !== null && Date.parse(job.run_at) <= untilMs)
    .sort((a, b) => ((a.run_at as string) < (b.run_at as string) ? -1 : 1))
    .slice(0, limit)
    .map((job) => ({ jobId: job.id, runAt: job.run_at }));
}

function waiting(store: Tables, ms: number, limit: number): object[] {
  const untilMs = store.wallMs - ms;
  return [...store.jobs.values()]
    .filter((job) => job.status === 'QUEUED' && job.owner_worker_id === null && store.queues.has(job.queue) && job.sent_at !== null && Date.parse(job.sent_at) <= untilMs)
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
