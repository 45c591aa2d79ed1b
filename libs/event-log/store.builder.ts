import { freshDatabase } from '#testing';
import type { SubmitCommand } from '#domain';
import { CommandExecutor } from './command-executor';
import type { CommandExecutorOptions } from './command-executor.options';
import { EngineStore } from './engine-store';
import { EventReader } from './event-reader';
import type { LoggedEvent } from './logged-event';
import { migrate } from './migrate';
import { StoreClock } from './store-clock';
import { StorePool } from './store-pool';
import type { StoreLogger } from './store-pool';
import { uuidV7 } from './uuid-v7';

/** A migrated database of a spec's own, and as many executors on it as gateways are wanted. */
export interface TestStore {
  readonly url: string;
  readonly pool: StorePool;
  readonly reader: EventReader;
  readonly engine: EngineStore;
  executor(options?: ExecutorChanges): TestExecutor;
  query<R extends Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<R[]>;
  newPool(max?: number, url?: string): StorePool;
  close(): Promise<void>;
}

export type ExecutorChanges = Partial<Pick<CommandExecutorOptions, 'gates' | 'controlsChanged' | 'onClaims' | 'random' | 'pool'>> & { readonly name?: string };

export interface TestExecutor {
  readonly executor: CommandExecutor;
  readonly pool: StorePool;
  /** Everything it said it has committed, in its order. */
  readonly committed: LoggedEvent[];
}

export const QUIET: StoreLogger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export async function openStore(): Promise<TestStore> {
  const url = await freshDatabase();
  await migrate(url);
  const pools: StorePool[] = [];
  const newPool = (max = 4, poolUrl = url): StorePool => {
    const pool = new StorePool({ url: poolUrl, applicationName: 'spec', max, logger: QUIET });
    pools.push(pool);
    return pool;
  };
  const pool = newPool();
  let statements = 0;
  return {
    url,
    pool,
    reader: new EventReader(pool),
    engine: new EngineStore(pool),
    newPool,
    executor(options = {}) {
      const committed: LoggedEvent[] = [];
      const own = options.pool ?? newPool(1);
      const executor = new CommandExecutor({
        pool: own,
        clock: new StoreClock(),
        producer: { service: 'gateway', instanceId: options.name ?? 'gateway-spec', version: '0.0.0' },
        logger: QUIET,
        gates: options.gates,
        controlsChanged: options.controlsChanged,
        onClaims: options.onClaims,
        random: options.random,
        onCommitted: (events) => committed.push(...events),
      });
      return { executor, pool: own, committed };
    },
    async query<R extends Record<string, unknown>>(text: string, values: readonly unknown[] = []) {
      statements += 1;
      return (await pool.query<R>({ name: `spec_${statements}`, text }, values)).rows;
    },
    async close() {
      for (const one of pools) await one.end();
    },
  };
}

export function submission(changes: Partial<SubmitCommand> = {}): SubmitCommand {
  return { jobId: uuidV7(), tenantId: 'default', correlationId: 'c-1', type: 'simulate.work', queue: 'default', priority: 'normal', payload: { n: 1 }, ...changes };
}

export const WORKER = 'worker-1';
export const NOW = '2026-01-31T12:00:00.000Z';

export const patient = { patient: true } as const;

export function succeeded(deliveryId: string, result?: unknown) {
  return { kind: 'succeeded', deliveryId, startedAt: NOW, endedAt: NOW, durationMs: 0, result } as const;
}

export function failed(deliveryId: string, retryAfterMs?: number) {
  return { kind: 'failed', deliveryId, startedAt: NOW, endedAt: NOW, durationMs: 0, cause: 'failed', error: { code: 'boom', message: 'it went wrong' }, retryAfterMs } as const;
}

/** What must hold for any log whatever was done to it: positions without gaps, versions without gaps, rows that agree with their events. */
export async function checkLog(store: TestStore): Promise<{ events: number; jobs: number }> {
  const [log] = await store.query<{ events: number; first: number | null; last: number | null; head: number }>(
    'SELECT count(*)::int AS events, min(position) AS first, max(position) AS last, (SELECT position FROM log_head) AS head FROM events',
  );
  if (log === undefined) throw new Error('no log');
  expect(log).toEqual({ events: log.head, first: log.head === 0 ? null : 1, last: log.head === 0 ? null : log.head, head: log.head });
  const misplaced = await store.query(
    "SELECT position FROM events WHERE (envelope::json -> 'stream' ->> 'position')::bigint <> position OR (envelope::json -> 'stream' ->> 'version')::int <> version OR envelope::json -> 'stream' ->> 'epoch' <> (SELECT epoch::text FROM log_head)",
  );
  expect(misplaced).toEqual([]);
  const odd = await store.query(`
    SELECT j.id, j.version, e.events, e.last, e.ends, j.status FROM jobs j LEFT JOIN (
      SELECT stream_id, count(*)::int AS events, max(version) AS last,
             count(*) FILTER (WHERE type IN ('job.completed', 'job.failed', 'job.cancelled'))::int AS ends
      FROM events GROUP BY stream_id) e ON e.stream_id = j.id
    WHERE e.events IS DISTINCT FROM j.version OR e.last IS DISTINCT FROM j.version OR e.ends <> (CASE WHEN j.finished_at IS NULL THEN 0 ELSE 1 END)`);
  expect(odd).toEqual([]);
  const orphans = await store.query('SELECT e.stream_id FROM events e LEFT JOIN jobs j ON j.id = e.stream_id WHERE j.id IS NULL AND e.type LIKE \'job.%\'');
  expect(orphans).toEqual([]);
  const strays = await store.query(`
    SELECT r.kind, r.name FROM resources r LEFT JOIN (
      SELECT stream_id, count(*)::int AS events, max(version) AS last FROM events GROUP BY stream_id) e ON e.stream_id = r.stream_id
    WHERE coalesce(e.events, 0) <> r.version OR coalesce(e.last, 0) <> r.version`);
  expect(strays).toEqual([]);
  const [jobs] = await store.query<{ count: number }>('SELECT count(*)::int AS count FROM jobs');
  return { events: log.events, jobs: jobs?.count ?? 0 };
}
