/** A row of `jobs`, by its column names; every value as PostgreSQL would show it as text, so that none is shared with who wrote it. */
export interface JobColumns {
  id: string;
  rev: number;
  tenant_id: string;
  queue: string;
  priority: string;
  status: string;
  version: number;
  queued_version: number;
  sent_at: string | null;
  run_at: string | null;
  finished_at: string | null;
  owner_delivery_id: string | null;
  owner_worker_id: string | null;
  owner_started_at: string | null;
  lease_tick: number | null;
  closed_deliveries: string;
  idempotency_key: string | null;
  request_hash: string | null;
  correlation_id: string;
  cancel_requested: string | null;
  deadline_at: string | null;
  withheld_on: string | null;
  spec: string | null;
  payload: string;
  [column: string]: string | number | null;
}

export interface StoredEvent {
  readonly position: number;
  readonly streamId: string;
  readonly version: number;
  readonly type: string;
  readonly correlationId: string;
  readonly envelope: string;
  readonly atMs: number;
}

/** Where the parameters of `append_batch` go, if not to the column of their name. */
export const COLUMN_OF: Readonly<Record<string, string>> = {
  tenant: 'tenant_id',
  correlation: 'correlation_id',
  key: 'idempotency_key',
  hash: 'request_hash',
  owner_delivery: 'owner_delivery_id',
  owner_worker: 'owner_worker_id',
  closed: 'closed_deliveries',
  cancel: 'cancel_requested',
};

const INTEGERS = new Set(['rev', 'version', 'queued_version', 'max_attempts', 'attempt', 'failures', 'losses', 'resends']);

export function columnValue(column: string, text: string | null): string | number | null {
  return text !== null && INTEGERS.has(column) ? Number(text) : text;
}

/** What stands in a column that an insert does not name. */
export const NEW_JOB: Readonly<Record<string, string | number | null>> = {
  rev: 1,
  spec: null,
  deadline_at: null,
  redriven_to: null,
  withheld_on: null,
  owner_slots: null,
  attempt: 0,
  failures: 0,
  losses: 0,
  resends: 0,
  sent_at: null,
  started_at: null,
  finished_at: null,
  run_at: null,
  owner_delivery_id: null,
  owner_worker_id: null,
  owner_granted_at: null,
  owner_started_at: null,
  lease_tick: null,
  closed_deliveries: '{}',
  cancel_requested: null,
  error: null,
  result: null,
};

const TERMINAL = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

/** The named constraints of the table that a row breaks: the same sentences as in the migration. */
export function brokenConstraints(row: JobColumns): string[] {
  const broken: string[] = [];
  const check = (name: string, holds: boolean): void => {
    if (!holds) broken.push(name);
  };
  check('finished_iff_terminal', (row.finished_at !== null) === TERMINAL.has(row.status));
  check('run_at_iff_waiting_for_it', row.status === 'HELD' || (row.run_at !== null) === (row.status === 'SCHEDULED' || row.status === 'RETRYING'));
  check('owner_only_while_queued_or_running', row.owner_delivery_id === null || row.status === 'QUEUED' || row.status === 'RUNNING');
  check('running_iff_owner_has_started', (row.status === 'RUNNING') === (row.owner_started_at !== null));
  check('withheld_only_while_it_waits', row.withheld_on === null || (row.status === 'QUEUED' && row.owner_delivery_id === null));
  check('slots_only_of_an_owner', row['owner_slots'] === null || row.owner_delivery_id !== null);
  check('next_life_only_of_failed', row['redriven_to'] === null || row.status === 'FAILED');
  check('closed_delivery_never_owns', row.owner_delivery_id === null || !row.closed_deliveries.includes(row.owner_delivery_id));
  return broken;
}

export function isTerminalRow(row: JobColumns): boolean {
  return TERMINAL.has(row.status);
}
