import type { JobState } from '../../kit/state';

/** The states of a job as a diagram: where each stands, which way leads from one to another, and which of them a job took. Pure. */

export const PLACES: Readonly<Record<JobState, { readonly x: number; readonly y: number }>> = {
  HELD: { x: 0, y: 0 },
  WAITING: { x: 0, y: 1 },
  SCHEDULED: { x: 0, y: 2 },
  QUEUED: { x: 1, y: 1 },
  RUNNING: { x: 2, y: 1 },
  RETRYING: { x: 1.5, y: 2 },
  COMPLETED: { x: 3, y: 0 },
  FAILED: { x: 3, y: 1 },
  CANCELLED: { x: 3, y: 2 },
};

export const WAYS: readonly (readonly [JobState, JobState])[] = [
  ['HELD', 'QUEUED'], ['WAITING', 'QUEUED'], ['SCHEDULED', 'QUEUED'], ['QUEUED', 'RUNNING'], ['RUNNING', 'RETRYING'], ['RETRYING', 'QUEUED'],
  ['RUNNING', 'COMPLETED'], ['RUNNING', 'FAILED'], ['RUNNING', 'CANCELLED'],
];

/** How often a job was in each state, and went from one to the other: `QUEUED→RUNNING`. */
export function pathOf(statuses: readonly string[]): { readonly visits: ReadonlyMap<string, number>; readonly steps: ReadonlyMap<string, number> } {
  const visits = new Map<string, number>();
  const steps = new Map<string, number>();
  let before: string | undefined;
  for (const status of statuses) {
    if (status === before) continue;
    visits.set(status, (visits.get(status) ?? 0) + 1);
    if (before !== undefined) steps.set(`${before}→${status}`, (steps.get(`${before}→${status}`) ?? 0) + 1);
    before = status;
  }
  return { visits, steps };
}
