/** What is measured of each contender; each has the same payload, the same server programs and the same durability. */
export const MEASURES = ['submit', 'bulk', 'drain', 'pickup', 'recovery'] as const;
export type Measure = (typeof MEASURES)[number];

/** How much of each: jobs, or kills for `recovery`. */
export const AMOUNTS = { submit: 20_000, bulk: 40_000, drain: 20_000, pickup: 300, recovery: 1 } as const satisfies Record<Measure, number>;

export interface Contender {
  readonly name: string;
  readonly title: string;
  /** What can still be read of a job, and of its attempts, after it has ended. */
  readonly history: string;
  readonly measures: readonly Measure[];
  /** The program that measures it, with the arguments before MEASURE and N. None: this project's own benches. */
  readonly command?: readonly [program: 'node' | 'python3', file: string, ...rest: string[]];
}

/** BullMQ and graphile-worker hand a job of a killed worker on after half a minute and after four hours: what is waited for is bounded. */
export const RECOVERY_GIVEN_UP_MS = 150_000;

export const CONTENDERS: readonly Contender[] = [
  { name: 'jobObservatory', title: 'Job Observatory, over HTTP', history: 'every event of every attempt, and read models', measures: MEASURES },
  { name: 'pgBoss', title: 'pg-boss 12.35, in process', history: 'the job\'s row for 7 days, its last outcome', measures: MEASURES, command: ['node', 'measure.mjs', 'pg-boss'] },
  { name: 'graphileWorker', title: 'graphile-worker 0.18, in process', history: 'nothing: the row is deleted', measures: MEASURES, command: ['node', 'measure.mjs', 'graphile-worker'] },
  { name: 'bullmqRedis', title: 'BullMQ 6.7 on Redis (appendfsync always), in process', history: 'the job\'s hash in Redis', measures: MEASURES, command: ['node', 'measure.mjs', 'bullmq-redis'] },
  { name: 'bullmqPostgres', title: 'BullMQ 6.7 on PostgreSQL, in process', history: 'the job\'s row', measures: MEASURES, command: ['node', 'measure.mjs', 'bullmq-postgres'] },
  { name: 'celery', title: 'Celery 5.7, RabbitMQ, result row in PostgreSQL, in process', history: 'a result row per task', measures: ['submit', 'drain', 'pickup', 'recovery'], command: ['python3', 'celery_peer.py'] },
];
