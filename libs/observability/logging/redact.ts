/*
 * What must never stand in a log line. A field is known by its name, at whatever depth and however it is written (`Authorization`, `set-cookie`,
 * `apiKey`); what clients put into jobs is left out as a whole. Texts lose the credentials that have a form of their own: those of URLs, and those of
 * authorization headers.
 */

export const REDACTED = '[redacted]';

/** Names without their case and without what separates words. */
const SECRET = [
  'authorization', 'proxyauthorization', 'cookie', 'setcookie', 'password', 'passwd', 'pwd', 'secret', 'secrets', 'clientsecret', 'token', 'accesstoken', 'refreshtoken', 'idtoken',
  'apikey', 'xapikey', 'privatekey', 'signingkey', 'signingsecrets', 'credentials', 'passphrase', 'connectionstring',
] as const;
/** What clients and handlers bring: theirs, whatever is in it. */
const CONTENT = ['payload', 'result', 'body', 'env', 'environment'] as const;

const HIDDEN: ReadonlySet<string> = new Set([...SECRET, ...CONTENT]);
const MAX_DEPTH = 6;

/** One line is not to become megabytes by one long text. */
const MAX_TEXT = 8_000;

/** Deeper than this nothing is looked at, so nothing is shown. */
const TOO_DEEP = '[too deep]';

/** `facts` with the values of secret fields replaced; the same object where there was nothing to replace. Errors are for the serializers. */
export function redacted(facts: Record<string, unknown>): Record<string, unknown> {
  return walk(facts, 0) as Record<string, unknown>;
}

/** A text without credentials: `amqp://user:password@host` is `amqp://[redacted]@host`, `Bearer abc` is `Bearer [redacted]`. */
export function withoutSecrets(text: string): string {
  return text.includes('://') || /\b(?:bearer|basic)\s/i.test(text) ? text.replace(URL_CREDENTIALS, `$1${REDACTED}@`).replace(SCHEME_CREDENTIALS, `$1 ${REDACTED}`) : text;
}

const URL_CREDENTIALS = /([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#@"']+@/gi;
/** At least eight characters: "basic facts" is no credential. */
const SCHEME_CREDENTIALS = /\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi;

function walk(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return withoutSecrets(value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT).toWellFormed()}…` : value);
  if (typeof value !== 'object' || value === null || value instanceof Error || ArrayBuffer.isView(value)) return value;
  if (depth >= MAX_DEPTH) return TOO_DEEP;
  if (Array.isArray(value)) {
    const items = value.map((item) => walk(item, depth + 1));
    return items.every((item, i) => item === value[i]) ? value : items;
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') return value;
  let copy: Record<string, unknown> | undefined;
  for (const [name, field] of Object.entries(value)) {
    const shown = field !== undefined && isHidden(name) ? REDACTED : walk(field, depth + 1);
    if (shown === field) continue;
    copy ??= { ...value };
    copy[name] = shown;
  }
  return copy ?? value;
}

const known = new Map<string, boolean>();
const MOST_KNOWN = 2_000;

function isHidden(name: string): boolean {
  let hidden = known.get(name);
  if (hidden === undefined) {
    hidden = HIDDEN.has(name.toLowerCase().replace(/[^a-z0-9]/g, ''));
    // Names come from objects of ours; should they ever come from clients, this must not grow with them.
    if (known.size < MOST_KNOWN) known.set(name, hidden);
  }
  return hidden;
}
