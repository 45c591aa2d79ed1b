import type { Job } from '#contracts';

/** Fields of a job that stand in one JSON column: the client said them once, they never change, and no statement selects by them. */
const SPEC = ['tags', 'externalRef', 'retry', 'timeoutMs', 'after', 'onParentFailure', 'redrivenFrom', 'scheduleId', 'dedupeKey'] as const satisfies readonly (keyof Job)[];

export type JobSpec = Pick<Job, (typeof SPEC)[number]>;

/** What goes into the column; undefined for the job that asks for nothing special. */
export function specOf(job: JobSpec): JobSpec | undefined {
  let spec: Record<string, unknown> | undefined;
  for (const field of SPEC) {
    if (job[field] === undefined) continue;
    spec ??= {};
    spec[field] = job[field];
  }
  return spec;
}
