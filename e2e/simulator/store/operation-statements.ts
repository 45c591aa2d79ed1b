import type { JobColumns } from './rows';
import type { Tables } from './store-types';

/** What the statements of the OperationReader do, by their names. Schedules have one type of job and one queue, so only state and time tell jobs apart. */
export const OPERATION_STATEMENTS = {
  first_job: (store: Tables) => [...store.jobs.keys()].sort().slice(0, 1).map((id) => ({ id })),
  running_operations: (store: Tables, [limit]: readonly unknown[]) =>
    [...store.resources.values()]
      .flatMap((row) => (row.kind === 'operation' ? [{ ...row, state: JSON.parse(row.state) as { readonly status: string } }] : []))
      .filter(({ state }) => state.status === 'running')
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .slice(0, Number(limit)),
  match_jobs: (store: Tables, [after, scan, tenant, statuses, , , , , , , before]: readonly unknown[]) => {
    const lookedAt = [...store.jobs.values()].filter(({ id }) => id > String(after)).sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, Number(scan));
    const matches = (job: JobColumns): boolean =>
      job.tenant_id === tenant && (statuses as readonly string[]).includes(job.status) && (job.cancel_requested === null || job.status === 'FAILED') && job['redriven_to'] === null && String(job['submitted_at']) < String(before);
    return [{ last: lookedAt.at(-1)?.id ?? null, ids: lookedAt.filter(matches).map(({ id }) => id) }];
  },
};
