import type { ReceivedSpan } from './otlp-receiver';

/** Batches stand in the trace of one of their members and belong to all: they are looked at by their links, not by their place. */
const BATCHES: ReadonlySet<string> = new Set(['append group', 'process reports', 'report attempts', 'project batch']);

export function isBatch({ name }: ReceivedSpan): boolean {
  return BATCHES.has(name);
}

/** The spans below `parentSpanId`, batches left out, one a line, indented by their depth, those of one parent by name. */
export function treeOf(spans: readonly ReceivedSpan[], parentSpanId: string, depth = 0): string[] {
  return spans
    .filter((span) => span.parentSpanId === parentSpanId && !isBatch(span))
    .map((span) => ({ span, line: `${span.service}: ${nameOf(span)}` }))
    .sort((a, b) => (a.line < b.line ? -1 : 1))
    .flatMap(({ span, line }) => [`${'  '.repeat(depth)}${line}`, ...treeOf(spans, span.spanId, depth + 1)]);
}

/** A publish with where it goes: job.queued goes to readers and to workers. */
function nameOf({ name, attributes }: ReceivedSpan): string {
  const to = attributes['messaging.destination.name'];
  return typeof to === 'string' ? `${name} to ${to}` : name;
}
