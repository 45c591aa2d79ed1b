/**
 * W3C trace context as text. The whole system passes contexts on as the text of `traceparent`, which is what envelopes and headers carry: a
 * context that nobody records costs no object. Pure.
 */

/** Version 00, as it is written here. */
const PATTERN = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
/** Any version that is not forbidden; a later one may say more behind the flags. */
const ANY_VERSION = /^(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/** The context that a caller sent, as version 00; `undefined` when it sent none or nonsense, which then starts a trace of its own. */
export function acceptTraceparent(header: string | readonly string[] | undefined): string | undefined {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  if (PATTERN.test(text)) return text;
  const [, traceId, spanId, flags] = ANY_VERSION.exec(text) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined || (text.startsWith('00-') && text.length !== 55)) return undefined;
  return traceparentOf({ traceId, spanId, traceFlags: parseInt(flags, 16) & SAMPLED });
}

/** @param text a `traceparent` as it is passed on here: version 00, valid */
export function traceIdOf(text: string): string {
  return text.slice(3, 35);
}

/** What OpenTelemetry calls a span context, of a `traceparent` as it is passed on here. */
export function spanContextOf(text: string): { readonly traceId: string; readonly spanId: string; readonly traceFlags: number; readonly isRemote: true } {
  return { traceId: traceIdOf(text), spanId: text.slice(36, 52), traceFlags: parseInt(text.slice(53), 16), isRemote: true };
}

export function traceparentOf({ traceId, spanId, traceFlags }: { readonly traceId: string; readonly spanId: string; readonly traceFlags: number }): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** Whether whoever made this context records its trace. */
export function isSampled(text: string): boolean {
  return (parseInt(text.slice(53), 16) & SAMPLED) === SAMPLED;
}

/**
 * The context in which something about a job is told: the one it came with, if that belongs to the job's own trace; otherwise the job's. What a
 * worker sends along must not move a job into another trace.
 */
export function withinTrace(came: string | undefined, own: string | undefined): string | undefined {
  if (came === undefined || own === undefined) return came ?? own;
  return traceIdOf(came) === traceIdOf(own) ? came : own;
}

const SAMPLED = 1;
