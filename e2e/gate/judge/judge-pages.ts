import { type Finding, without } from '../step';
import type { GateJob } from './jobs';
import type { Witness } from './judge-states';

/** What the page of a job says in the browser. */
export interface ShownJob {
  readonly status: string;
  readonly type: string;
  readonly queue: string;
}

const FIELDS = ['status', 'type', 'queue'] as const;

/** Whether each page shows what is true of its job. */
export function judgePages(jobs: readonly GateJob[], truth: Witness, shown: ReadonlyMap<string, ShownJob>): Finding {
  const faults = jobs.flatMap(({ id, plan }) => {
    const [expected, page] = [truth.states.get(id), shown.get(id)];
    if (expected === undefined) return [];
    if (page === undefined) return [`"${plan}" ${id}: its page shows no job`];
    return FIELDS.filter((field) => page[field] !== expected[field]).map((field) => `"${plan}" ${id}: ${field} is ${page[field]} on its page, ${expected[field]} in ${truth.place}`);
  });
  return without(`the page of each job in the web console shows the same as ${truth.place}`, faults, `${shown.size} pages in Chromium`);
}
