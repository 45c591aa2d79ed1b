import type { Job } from '#contracts';

/** Fields of a job that stand in one JSON column: no statement selects by them. All but `governance` were said once by the client and never change. */
const SPEC = ['tags', 'externalRef', 'retry', 'timeoutMs', 'after', 'onParentFailure', 'redrivenFrom', 'scheduleId', 'dedupeKey', 'governance'] as const satisfies readonly (keyof Job)[];

/** And what readers of a job are not told: the trace that its events belong to. */
export type JobSpec = Pick<Job, (typeof SPEC)[number]> & { readonly traceparent?: string };

const STORED = [...SPEC, 'traceparent'] as const satisfies readonly (keyof JobSpec)[];

/** What goes into the column; undefined for the job that asks for nothing special. */
export function specOf(job: JobSpec): JobSpec | undefined {
  let spec: Record<string, unknown> | undefined;
  for (const field of STORED) {
    if (job[field] === undefined) continue;
    spec ??= {};
    spec[field] = job[field];
  }
  return spec;
}

/** The part of the column that readers of a job are told. */
export function toldOf(spec: JobSpec | null): Omit<JobSpec, 'traceparent'> {
  const { traceparent: _, ...told } = spec ?? {};
  return told;
}
