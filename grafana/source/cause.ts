/**
 * What makes a panel move. Each is something that the panel check really does to a running system (`grafana/check/causes.ts`), and every
 * query names the one that it answers to: a query that does not move when its cause happens shows nothing, whatever it returns.
 */
export const CAUSES = {
  load: 'jobs of two queues that complete, alone and in bulk, with progress and lines, read back through the observatory',
  failures: 'jobs that fail, for good or to be tried again, and jobs that are cancelled',
  refusals: 'requests that are refused: unknown jobs, invalid bodies, an idempotency key with another body, a repeated submit',
  schedules: 'a schedule that fires every second, jobs that are set for later, and jobs whose deadline passes',
  backlog: 'more long jobs than there are slots',
  poison: 'a message that nobody can read, put on the queue of reports',
  paused_queue: 'a queue that is paused while jobs wait in it',
  worker_paused: 'the worker paused while deliveries wait in it, then resumed',
  worker_killed: 'SIGKILL to the worker in the middle of its jobs',
  worker_frozen: 'SIGSTOP to the worker for some seconds',
  mongo_stopped: 'MongoDB stopped for some seconds under load, then started',
  postgres_stopped: 'PostgreSQL stopped for some seconds under load, then started',
  broker_stopped: 'RabbitMQ stopped for some seconds under load, then started',
  redis_stopped: 'Redis stopped for some seconds, then started',
  log_tampered_with: 'a second end of a job written into the log, behind the back of the gateway',
  rebuild: 'the read models built again from the beginning of the log',
  alert: 'an alert that fires because of one of the outages',
} as const satisfies Readonly<Record<string, string>>;

export type Cause = keyof typeof CAUSES;

export const CAUSE_NAMES = Object.keys(CAUSES) as Cause[];

/**
 * What a cause does to a query: one of its series rises above all that was seen in the calm before, falls below it, appears where there
 * was none, vanishes as long as the fault lasts, or only changes, where others than the check decide in which direction.
 */
export type Move = 'rises' | 'falls' | 'appears' | 'vanishes' | 'changes';

export interface Expectation {
  readonly cause: Cause;
  readonly move: Move;
}

export const rises = (cause: Cause): Expectation => ({ cause, move: 'rises' });
export const falls = (cause: Cause): Expectation => ({ cause, move: 'falls' });
export const appears = (cause: Cause): Expectation => ({ cause, move: 'appears' });
export const vanishes = (cause: Cause): Expectation => ({ cause, move: 'vanishes' });
export const changes = (cause: Cause): Expectation => ({ cause, move: 'changes' });
