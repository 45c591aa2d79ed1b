import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Attributes, type Span, type Tracer } from '@opentelemetry/api';
import { isSampled, spanContextOf, traceparentOf } from './trace-context';

/*
 * Spans by hand, at the few places where work changes hands. Nothing is instrumented behind anybody's back.
 *
 * While no recorder is set, every call here is one comparison: no object, no random byte. A context that came with a request is passed on all the same,
 * as text. With a recorder, only what belongs to a sampled trace becomes a span; whether a trace is sampled is decided once, where it starts, and
 * stands in the flags of its context from then on.
 *
 * A batch is a span of its own, with a link to the span of each member, and each member's span links back to it: a member belongs to its job's
 * trace, and no trace owns a batch. So that it is found at all it stands below the first of its members.
 */

export type SpanRole = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

export interface SpanStart {
  readonly kind?: SpanRole;
  /** `traceparent` of what caused it. */
  readonly parent: string | undefined;
  readonly attributes?: Attributes;
  /** By `performance.now()`; now when absent. */
  readonly startMs?: number;
}

/** A span under way. Every method may be called after its end, to no effect. */
export interface TraceSpan {
  /** What is caused by it has this as its parent. */
  readonly traceparent: string;
  set(attributes: Attributes): void;
  link(traceparent: string): void;
  /** @param fault why it did not do what it was for; a code or a few words, never what a client sent */
  end(fault?: string): void;
}

/** Where a trace goes on: the context to pass on, and the span if it is recorded. */
export interface TraceStart {
  readonly traceparent: string | undefined;
  readonly span: TraceSpan | undefined;
}

let tracer: Tracer | undefined;

/** Spans go to this tracer from now on; to nobody when absent. */
export function recordSpansWith(recorder: Tracer | undefined): void {
  tracer = recorder;
}

/** Whether spans are recorded in this process at all. */
export function isTracing(): boolean {
  return tracer !== undefined;
}

/** Whether a span below `parent` would be recorded: to be asked before its attributes are put together, where most are not. */
export function isRecorded(parent: string | undefined): parent is string {
  return tracer !== undefined && parent !== undefined && isSampled(parent);
}

/** A span below `parent`; nothing at all where that is not recorded. */
export function startSpan(name: string, start: SpanStart): TraceSpan | undefined {
  if (tracer === undefined || !isRecorded(start.parent)) return undefined;
  return started(tracer, name, start, start.parent);
}

/** A span below `parent`, or the first one of a new trace, which the sampler may leave unrecorded: then its context says so to all that follows. */
export function startTrace(name: string, start: SpanStart): TraceStart {
  const { parent } = start;
  if (tracer === undefined) return { traceparent: parent, span: undefined };
  if (parent !== undefined) {
    const span = startSpan(name, start);
    return { traceparent: span?.traceparent ?? parent, span };
  }
  const span = started(tracer, name, start, undefined);
  return span.recorded ? { traceparent: span.traceparent, span } : { traceparent: span.traceparent, span: undefined };
}

/** The span of a batch, linked to its members; nothing when none of them is recorded. Members without a context are passed over. */
export function startBatch(name: string, start: Omit<SpanStart, 'parent'>, members: Iterable<string | undefined>): TraceSpan | undefined {
  if (tracer === undefined) return undefined;
  let batch: TraceSpan | undefined;
  for (const member of members) {
    if (member === undefined || !isSampled(member)) continue;
    batch ??= started(tracer, name, { ...start, parent: member }, member);
    batch.link(member);
  }
  return batch;
}

function started(by: Tracer, name: string, { kind, attributes, startMs }: SpanStart, parent: string | undefined): RecordedSpan {
  const context = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, spanContextOf(parent));
  return new RecordedSpan(by.startSpan(name, { kind: KINDS[kind ?? 'internal'], attributes, startTime: startMs ?? performance.now() }, context));
}

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const satisfies Record<SpanRole, SpanKind>;

class RecordedSpan implements TraceSpan {
  readonly traceparent: string;

  constructor(private readonly span: Span) {
    this.traceparent = traceparentOf(span.spanContext());
  }

  get recorded(): boolean {
    return this.span.isRecording();
  }

  set(attributes: Attributes): void {
    this.span.setAttributes(attributes);
  }

  link(traceparent: string): void {
    this.span.addLink({ context: spanContextOf(traceparent) });
  }

  end(fault?: string): void {
    if (!this.span.isRecording()) return;
    if (fault !== undefined) this.span.setStatus({ code: SpanStatusCode.ERROR, message: fault });
    // By the same clock as the start, whose resolution is finer than that of the wall.
    this.span.end(performance.now());
  }
}
