export interface CorsQuestion {
  readonly method: string;
  readonly origin: string | undefined;
  /** `Access-Control-Request-Method`: what the page would like to send. */
  readonly asksFor: string | undefined;
}

export type CorsAnswer =
  /** No page of another origin asks, or one that may read nothing here: the browser keeps the answer from it. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'readable'; readonly headers: Readonly<Record<string, string>> }
  /** The browser asks before it sends what a form could not send. */
  | { readonly kind: 'preflight'; readonly headers: Readonly<Record<string, string>> };

const ASKABLE = ['authorization', 'content-type', 'idempotency-key', 'if-none-match', 'last-event-id', 'traceparent', 'x-correlation-id'].join(', ');
const READABLE = ['etag', 'location', 'retry-after', 'x-correlation-id', 'x-lag-ms', 'x-log-epoch', 'x-log-head', 'x-position'].join(', ');
/** Browsers keep it for two hours at most. */
const PREFLIGHT_SECONDS = '7200';

/**
 * What a page of another origin may do here: nothing, but for the origins of the configuration, which may read answers and send what the API takes.
 * Never with cookies: a page elsewhere has to hold a credential of its own.
 */
export function decideCors(allowed: ReadonlySet<string>, { method, origin, asksFor }: CorsQuestion, methodsHere: () => readonly string[]): CorsAnswer {
  if (origin === undefined || !allowed.has(origin)) return { kind: 'nothing' };
  const headers = { 'access-control-allow-origin': origin, 'access-control-expose-headers': READABLE };
  if (method !== 'OPTIONS' || asksFor === undefined) return { kind: 'readable', headers };
  const methods = methodsHere();
  if (methods.length === 0) return { kind: 'readable', headers };
  return {
    kind: 'preflight',
    headers: { 'access-control-allow-origin': origin, 'access-control-allow-methods': methods.join(', '), 'access-control-allow-headers': ASKABLE, 'access-control-max-age': PREFLIGHT_SECONDS },
  };
}
