import { fails, type Finding, without } from '../step';
import type { GateJob } from './jobs';

/** What one place says about a job. Only what all places can say. */
export interface StateOfJob {
  readonly id: string;
  readonly status: string;
  readonly attempt: number;
  readonly version: number;
  readonly type: string;
  readonly queue: string;
  readonly losses: number;
  /** State of each attempt, first to last. */
  readonly attempts: readonly string[];
}

/** A place that was asked, and its answers; a job that it does not know is absent. */
export interface Witness {
  readonly place: string;
  readonly states: ReadonlyMap<string, StateOfJob>;
}

const FIELDS = ['status', 'attempt', 'version', 'type', 'queue', 'losses'] as const;

/** Whether all places say the same of all jobs, and what must be true of them. */
export function judgeStates(jobs: readonly GateJob[], witnesses: readonly Witness[]): Finding[] {
  const [truth, ...others] = witnesses;
  if (truth === undefined || jobs.length === 0) return [fails('there are jobs and places to compare', `${jobs.length} jobs, ${witnesses.length} places`)];
  return [
    without(`${truth.place} has all ${jobs.length} jobs in the state that they must have`, jobs.flatMap((job) => faultsOfTruth(job, truth))),
    ...others.map((witness) => without(`${witness.place} shows the same of each as ${truth.place}`, jobs.flatMap((job) => differences(job, truth, witness)))),
  ];
}

function faultsOfTruth(job: GateJob, { states }: Witness): string[] {
  const state = states.get(job.id);
  if (state === undefined) return [`"${job.plan}" ${job.id} is not there`];
  const faults: string[] = [];
  if (state.status !== job.status) faults.push(`"${job.plan}" is ${state.status}, not ${job.status}`);
  const differs = (met: number, due: number) => (job.atLeast ? met < due : met !== due);
  if (differs(state.version, job.events.length)) faults.push(`"${job.plan}" has ${state.version} events, not ${job.events.length}`);
  if (differs(state.attempts.length, job.attempts)) faults.push(`"${job.plan}" has ${state.attempts.length} attempts, not ${job.attempts}`);
  return faults;
}

function differences(job: GateJob, truth: Witness, witness: Witness): string[] {
  const expected = truth.states.get(job.id);
  const shown = witness.states.get(job.id);
  if (expected === undefined || shown === undefined) return shown === expected ? [] : [`"${job.plan}" ${job.id} is only at one of them`];
  const faults = FIELDS.filter((field) => shown[field] !== expected[field]).map((field) => `"${job.plan}" ${job.id}: ${field} is ${shown[field]} there, ${expected[field]} in ${truth.place}`);
  if (shown.attempts.join() !== expected.attempts.join()) faults.push(`"${job.plan}" ${job.id}: attempts are ${shown.attempts.join(', ')} there, ${expected.attempts.join(', ')} in ${truth.place}`);
  return faults;
}
