import type { JobStatus, TenantId } from '#contracts';
import type { ScheduleState } from '#domain';
import type { Resource } from './resource-store';
import type { Queryable } from './tenant-pool';

/** A schedule and when it ticks next. */
export interface DueSchedule {
  readonly name: string;
  readonly nextAt: string;
}

/** A schedule as its row is, with all that the decision about its next tick needs to know. */
export interface TickingSchedule extends Resource<ScheduleState> {
  /** The job of the next tick, if that was submitted already: by this process or another one that did not get to record it. */
  readonly submittedJobId: string | null;
  /** The job of the last firing, as it is now. */
  readonly previousJobId: string | null;
  readonly previousStatus: JobStatus | null;
}

/** What the runner of schedules asks the store; the changes go through the ResourceStore. */
export class ScheduleReader {
  constructor(private readonly pool: Queryable) {}

  /** Schedules whose next tick is at or before an instant, the earliest first. */
  async dueBy(instant: string, limit: number): Promise<DueSchedule[]> {
    return (await this.pool.query<DueSchedule & Record<string, unknown>>(DUE, [instant, limit])).rows;
  }

  async ticking(names: readonly string[]): Promise<TickingSchedule[]> {
    return (await this.pool.query<TickingSchedule & Record<string, unknown>>(TICKING, [names])).rows;
  }

  /** Schedules of a tenant by name, those after a row. */
  async page(tenantId: TenantId, after: string, limit: number): Promise<Resource<ScheduleState>[]> {
    return (await this.pool.query<Resource<ScheduleState> & Record<string, unknown>>(PAGE, [tenantId, after, limit])).rows;
  }

  /** What the row of a schedule is called. */
  async rowOf(tenantId: TenantId, id: string): Promise<string | undefined> {
    return (await this.pool.query<{ name: string }>(ROW_OF, [id, tenantId])).rows[0]?.name;
  }

  async count(): Promise<number> {
    return (await this.pool.query<{ count: number }>(COUNT)).rows[0]?.count ?? 0;
  }
}

// Instants are texts of one form, so that their order as texts is their order in time; COLLATE "C" makes it the order of bytes.
const NEXT_AT = `(state ->> 'nextAt') COLLATE "C"`;
const DUE = {
  name: 'due_schedules',
  text: `SELECT name, state ->> 'nextAt' AS "nextAt" FROM resources WHERE kind = 'schedule' AND ${NEXT_AT} <= $1 ORDER BY ${NEXT_AT} LIMIT $2`,
};
const TICKING = {
  name: 'ticking_schedules',
  text: `SELECT r.kind, r.name, r.stream_id AS "streamId", r.rev, r.version, r.tenant_id AS "tenantId", r.state, t.id AS "submittedJobId", p.id AS "previousJobId", p.status AS "previousStatus"
         FROM resources r
         LEFT JOIN jobs t ON t.tenant_id = r.tenant_id AND t.idempotency_key = 'schedule:' || r.stream_id::text || ':' || (r.state ->> 'nextAt')
         LEFT JOIN jobs p ON p.id = (r.state -> 'lastFiring' ->> 'jobId')::uuid
         WHERE r.kind = 'schedule' AND r.name = ANY ($1::text[])`,
};
const PAGE = {
  name: 'schedules_of_tenant',
  text: `SELECT kind, name, stream_id AS "streamId", rev, version, tenant_id AS "tenantId", state FROM resources WHERE kind = 'schedule' AND tenant_id = $1 AND name > $2 ORDER BY name LIMIT $3`,
};
const ROW_OF = { name: 'schedule_row', text: `SELECT name FROM resources WHERE kind = 'schedule' AND stream_id = $1 AND tenant_id = $2` };
const COUNT = { name: 'count_schedules', text: `SELECT count(*) AS count FROM resources WHERE kind = 'schedule'` };
