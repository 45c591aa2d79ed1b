import type { ScheduleState } from '#domain';
import { parseArray } from './array-literal';
import type { ResourceRow, Tables } from './store-types';

/** What the statements of the ScheduleReader do, by their names. */
export const SCHEDULE_STATEMENTS = {
  count_schedules: (store: Tables) => [{ count: schedules(store).length }],
  due_schedules: (store: Tables, [instant, limit]: readonly unknown[]) =>
    schedules(store)
      .flatMap(({ name, state }) => (state.nextAt !== undefined && state.nextAt <= String(instant) ? [{ name, nextAt: state.nextAt }] : []))
      .sort((a, b) => (a.nextAt < b.nextAt ? -1 : 1))
      .slice(0, Number(limit)),
  ticking_schedules: (store: Tables, [names]: readonly unknown[]) => {
    const wanted = Array.isArray(names) ? (names as unknown[]) : parseArray(String(names));
    return schedules(store)
      .filter(({ name }) => wanted.includes(name))
      .map((row) => {
        const previous = store.jobs.get(row.state.lastFiring?.jobId ?? '');
        const submittedJobId = store.keys.get(`${row.tenantId}\0schedule:${row.streamId}:${row.state.nextAt}`) ?? null;
        return { ...row, submittedJobId, previousJobId: previous?.id ?? null, previousStatus: previous?.status ?? null };
      });
  },
};

function schedules(store: Tables): (Omit<ResourceRow, 'state'> & { readonly state: ScheduleState })[] {
  return [...store.resources.values()].flatMap((row) => (row.kind === 'schedule' ? [{ ...row, state: JSON.parse(row.state) as ScheduleState }] : []));
}
