import type { JobCommand, JobState, SubmitCommand } from '#domain';
import { isRecorded, isTracing, startBatch, startSpan, startTrace, withinTrace, type TraceSpan } from '#observability';

/*
 * Where a command stands in the trace of its job. A command that wrote something is a span from its arrival to its commit, and what it wrote carries that
 * span's context; the statement it went in is the span of a batch, linked to all of these.
 */

export interface TracedCommand {
  readonly command: { readonly kind: JobCommand['kind'] };
  /** The context it came with. */
  readonly traceparent?: string;
  /** When it came, by `performance.now()`; told only where spans are recorded. */
  readonly sinceMs?: number;
  /** Its part of a recorded trace, from the first decision that writes something. */
  span?: TraceSpan;
}

/**
 * The context for what a command has written: its own span's where the trace is recorded, else the one it came with, if it is of the job's trace. Signs
 * of life are no part of the story.
 */
export function contextOf(item: TracedCommand, job: JobState): string | undefined {
  if (item.span !== undefined) return item.span.traceparent;
  const parent = withinTrace(item.traceparent, job.traceparent);
  if (item.command.kind === 'heartbeat' || !isRecorded(parent)) return parent;
  const attributes = { 'observatory.command': item.command.kind, 'observatory.job.id': job.id, 'observatory.job.type': job.type, 'observatory.job.queue': job.queue };
  item.span = startSpan(`append ${item.command.kind}`, { parent, attributes, startMs: item.sinceMs });
  // Somebody's request, which is a trace of its own.
  if (item.traceparent !== undefined && item.traceparent !== parent) item.span?.link(item.traceparent);
  return item.span?.traceparent ?? parent;
}

/** The span of a submission, until it is answered; the command that carries its context on. Where nothing is recorded the command is as it came. */
export function submitSpan(command: SubmitCommand): { readonly traced: SubmitCommand; readonly span: TraceSpan | undefined } {
  const { traceparent: parent } = command;
  if (!isTracing() || (parent !== undefined && !isRecorded(parent))) return { traced: command, span: undefined };
  const attributes = { 'observatory.command': 'submit', 'observatory.job.id': command.jobId, 'observatory.job.type': command.type, 'observatory.job.queue': command.queue };
  const { traceparent, span } = startTrace('append submit', { parent, attributes });
  return { traced: traceparent === parent ? command : { ...command, traceparent }, span };
}

/** The span of one statement and of all that goes into it. */
export function groupSpan(jobs: number, members: readonly TraceSpan[]): TraceSpan | undefined {
  const group = startBatch(
    'append group',
    { kind: 'client', attributes: { 'db.system.name': 'postgresql', 'db.operation.name': 'append_batch', 'observatory.batch.jobs': jobs } },
    members.map(({ traceparent }) => traceparent),
  );
  if (group !== undefined) for (const member of members) member.link(group.traceparent);
  return group;
}

/** What a span says of an error: its kind, never its words, which may quote what a client sent. */
export function faultOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
