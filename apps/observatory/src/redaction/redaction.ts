import type { Envelope, Job, JobAttempt, JobError, JobSummary, Schedule, TimelineEntry } from '#contracts';

/** What stands in place of what is not shown. An object stays an object, so that what is shown keeps its contract. */
export const REDACTED = '[redacted]';

/** What a rule may reach into: what clients and handlers say, and nothing of what the platform says. */
const RULE = /^\/(payload|result|error\/details)(\/([^~/]|~[01])*)*$/;

type Tokens = readonly string[];
type Json = Readonly<Record<string, unknown>>;

/**
 * Hides parts of what clients and handlers have said, wherever it goes out. A rule is a JSON pointer (RFC 6901) into a job, in which `*` stands for any
 * member of an object and any element of an array: `/payload/card`, `/result/token`, `/error/details/body`. Values are left
 * alone where no rule leads to them, and nothing is changed in place.
 */
export class Redaction {
  private readonly rules: readonly Tokens[];

  /** @param rules that {@link faultOfRule} has nothing against */
  constructor(rules: readonly string[]) {
    this.rules = rules.map((rule) => rule.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~')));
  }

  /** Nothing is hidden: texts may go out as they are. */
  get isIdle(): boolean {
    return this.rules.length === 0;
  }

  job<T extends Job | JobSummary>(job: T): T {
    return this.applied(job);
  }

  attempt(attempt: JobAttempt): JobAttempt {
    return attempt.error === undefined ? attempt : this.applied(attempt);
  }

  error<T extends JobError | undefined>(error: T): T {
    return error === undefined ? error : this.applied({ error }).error;
  }

  /** The facts of an entry may hold the error of an attempt. */
  entry(entry: TimelineEntry): TimelineEntry {
    return this.isIdle || entry.details === undefined ? entry : { ...entry, details: this.applied(entry.details) };
  }

  /** What its ticks submit. */
  schedule(schedule: Schedule): Schedule {
    return this.isIdle ? schedule : { ...schedule, job: this.applied(schedule.job) };
  }

  /** A whole event: of a job (what was submitted, what came out, why it failed), or of a schedule. */
  envelope<T extends Pick<Envelope, 'payload'>>(envelope: T): T {
    if (this.isIdle) return envelope;
    const payload: Json = this.applied(envelope.payload as Json);
    return { ...envelope, payload: isObject(payload.job) ? { ...payload, job: this.applied(payload.job) } : payload };
  }

  /** The same for an event as text. */
  envelopeText(text: string): string {
    return this.isIdle ? text : JSON.stringify(this.envelope(JSON.parse(text) as Envelope));
  }

  private applied<T extends object>(root: T): T {
    return this.rules.reduce<T>((value, tokens) => hidden(value, tokens) as T, root);
  }
}

/** What is wrong with a rule, if anything: a service does not start with one that it does not understand. */
export function faultOfRule(rule: string): string | undefined {
  return RULE.test(rule) ? undefined : `${rule} is no JSON pointer that begins with /payload, /result or /error/details`;
}

/** The value without what the rule leads to; the same value when it leads to nothing. */
function hidden(value: unknown, [token, ...rest]: Tokens): unknown {
  if (token === undefined) return isObject(value) ? { [REDACTED]: true } : REDACTED;
  if (Array.isArray(value)) return replaced(value, token, (copy: unknown[], index) => void (copy[Number(index)] = hidden(copy[Number(index)], rest)), () => [...(value as unknown[])]);
  if (!isObject(value)) return value;
  return replaced(value, token, (copy: Record<string, unknown>, key) => void Object.defineProperty(copy, key, { value: hidden(copy[key], rest), enumerable: true, writable: true, configurable: true }), () => ({ ...value }));
}

function replaced<T extends object>(value: object, token: string, replace: (copy: T, key: string) => void, copied: () => object): unknown {
  const keys = token === '*' ? Object.keys(value) : Object.hasOwn(value, token) ? [token] : [];
  // `length` is an own property of an array, and no element.
  const wanted = Array.isArray(value) ? keys.filter((key) => /^\d+$/.test(key)) : keys.filter((key) => (value as Json)[key] !== undefined);
  if (wanted.length === 0) return value;
  const copy = copied() as T;
  for (const key of wanted) replace(copy, key);
  return copy;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
