/*
 * How long jobs that have ended stay in the read model. Pure.
 *
 * Whether a job has left follows from its own end, its tenant and the hour: so every aggregator, a rebuild and a proof come to the same whenever they look,
 * and nothing has to be remembered of what was removed.
 */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Days after the end of a job; 0 keeps it for ever. */
export interface RetentionPolicy {
  readonly days: number;
  readonly ofTenant: ReadonlyMap<string, number>;
}

export const KEEPS_ALL: RetentionPolicy = { days: 0, ofTenant: new Map() };

/** Jobs that have ended before an instant leave: those of one tenant, or those of all but some. */
export interface Leaving {
  readonly tenant: string | undefined;
  /** Tenants with a rule of their own. */
  readonly except: readonly string[];
  /** RFC 3339 with milliseconds, as the ends of jobs are written, so that texts compare as times do. */
  readonly endedBefore: string;
}

/** `acme=30,globex=7` */
export const TENANT_DAYS = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}=\d{1,5}(,[A-Za-z0-9][A-Za-z0-9._-]{0,127}=\d{1,5})*$/;

export function retentionPolicy(days: number, tenantDays: string | undefined): RetentionPolicy {
  const pairs = (tenantDays ?? '').split(',').filter((pair) => pair !== '');
  return { days, ofTenant: new Map(pairs.map((pair) => [pair.slice(0, pair.lastIndexOf('=')), Number(pair.slice(pair.lastIndexOf('=') + 1))])) };
}

/** What is to leave by the hour that has begun. */
export function leavingAt({ days, ofTenant }: RetentionPolicy, nowMs: number): Leaving[] {
  const hour = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const before = (kept: number): string => new Date(hour - kept * DAY_MS).toISOString();
  const own = [...ofTenant].filter(([, kept]) => kept > 0).map(([tenant, kept]): Leaving => ({ tenant, except: [], endedBefore: before(kept) }));
  return days === 0 ? own : [...own, { tenant: undefined, except: [...ofTenant.keys()], endedBefore: before(days) }];
}
