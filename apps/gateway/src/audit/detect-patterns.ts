import type { AuditEntry, Incident, IncidentPattern, SecurityCategory } from '#contracts';
import { uuidOf } from './audit-entry';

/*
 * Recognises what security events look like together. Pure: the trail's rows in their order, and the store's clock, are all that it knows, so that whoever leads
 * comes to the same incidents with the same ids. Times are those at which rows were stored: gateways may have any clock.
 *
 * An incident belongs to a source (a principal, an address, a name that somebody claims) and goes on for as long as its source does not rest for a quarter of an hour.
 * What is told of it grows by doubling: an attack that lasts a week is some dozen rows.
 */

type Source = 'principal' | 'address' | 'subject' | 'anywhere';

interface Rule {
  readonly pattern: IncidentPattern;
  readonly category: SecurityCategory;
  readonly source: Source;
  readonly withinMs: number;
  /** So many events, or so many different routes. */
  readonly atLeast: number;
  readonly of: 'events' | 'routes';
}

const MINUTE_MS = 60_000;

export const RULES: readonly Rule[] = [
  { pattern: 'brute_force', category: 'authentication_failed', source: 'address', withinMs: MINUTE_MS, atLeast: 20, of: 'events' },
  { pattern: 'brute_force', category: 'authentication_failed', source: 'subject', withinMs: 5 * MINUTE_MS, atLeast: 10, of: 'events' },
  // From so many places that they were not told one by one.
  { pattern: 'brute_force', category: 'authentication_failed', source: 'anywhere', withinMs: MINUTE_MS, atLeast: 200, of: 'events' },
  { pattern: 'replay_burst', category: 'replay', source: 'principal', withinMs: MINUTE_MS, atLeast: 5, of: 'events' },
  { pattern: 'replay_burst', category: 'replay', source: 'address', withinMs: MINUTE_MS, atLeast: 5, of: 'events' },
  { pattern: 'scope_probing', category: 'authorisation_denied', source: 'principal', withinMs: 5 * MINUTE_MS, atLeast: 5, of: 'routes' },
  { pattern: 'cross_tenant_probing', category: 'cross_tenant_attempt', source: 'principal', withinMs: 5 * MINUTE_MS, atLeast: 5, of: 'events' },
];

/** Nothing older is looked at. */
const WINDOW_MS = 5 * MINUTE_MS;
const MOST_SIGHTINGS = 2_000;
const MOST_OPEN = 500;
const OVER_AFTER_MS = 15 * MINUTE_MS;
const MOST_EVIDENCE = 50;

interface Sighting {
  readonly sequence: number;
  readonly atMs: number;
  readonly count: number;
  readonly category: SecurityCategory;
  readonly keys: Readonly<Partial<Record<Source, string>>>;
  readonly route: string | undefined;
  readonly tenantId: string | undefined;
}

interface Known {
  /** As it was told last. */
  readonly incident: Incident;
  readonly events: number;
  readonly lastAtMs: number;
}

export interface Watched {
  readonly sightings: readonly Sighting[];
  /** By pattern and source: those that go on. */
  readonly open: ReadonlyMap<string, Known>;
}

export const NOTHING_SEEN: Watched = { sightings: [], open: new Map() };

export interface Noticed {
  readonly watched: Watched;
  /** Incidents to be told: new ones, and those that grew or ended. */
  readonly incidents: readonly Incident[];
}

/** What was told of incidents before, for one who takes over. The latest of each counts. */
export function resumed(told: readonly Incident[]): Watched {
  const latest = new Map<string, Incident>();
  for (const incident of told) if ((latest.get(incident.id)?.step ?? 0) < incident.step) latest.set(incident.id, incident);
  const open = [...latest.values()].filter(({ state }) => state === 'open').map((incident): [string, Known] => [keyOf(incident), { incident, events: incident.events, lastAtMs: Date.parse(incident.lastAt) }]);
  return { sightings: [], open: new Map(open) };
}

/** One more row of the trail. */
export function notice(before: Watched, entry: AuditEntry): Noticed {
  const sighting = sightingOf(entry);
  if (sighting === undefined) return { watched: before, incidents: [] };
  const sightings = [...before.sightings.filter(({ atMs }) => sighting.atMs - atMs < WINDOW_MS), sighting].slice(-MOST_SIGHTINGS);
  const open = new Map(before.open);
  const incidents: Incident[] = [];
  for (const rule of RULES) {
    const source = sighting.keys[rule.source];
    if (rule.category !== sighting.category || source === undefined) continue;
    const key = keyOf({ pattern: rule.pattern, source });
    const known = open.get(key);
    if (known !== undefined) {
      // Told already by the one before us.
      if (sighting.atMs < known.lastAtMs) continue;
      const grown = { ...known, events: known.events + sighting.count, lastAtMs: sighting.atMs };
      const next = grown.events >= 2 * known.incident.events ? told(grown, sighting) : undefined;
      open.set(key, next === undefined ? grown : { ...grown, incident: next });
      if (next !== undefined) incidents.push(next);
      continue;
    }
    const found = open.size < MOST_OPEN ? recognise(rule, source, sightings, sighting) : undefined;
    if (found === undefined) continue;
    open.set(key, { incident: found, events: found.events, lastAtMs: sighting.atMs });
    incidents.push(found);
  }
  return { watched: { sightings, open }, incidents };
}

/** Time has passed: what was quiet for long is over. @param nowMs the store's time */
export function rest(before: Watched, nowMs: number): Noticed {
  const over = [...before.open].filter(([, { lastAtMs }]) => nowMs - lastAtMs >= OVER_AFTER_MS);
  if (over.length === 0) return { watched: before, incidents: [] };
  const open = new Map(before.open);
  for (const [key] of over) open.delete(key);
  const incidents = over.map(([, { incident, events, lastAtMs }]): Incident => {
    const ended = { ...incident, state: 'over' as const, step: incident.step + 1, lastAt: instant(lastAtMs), closedAt: instant(lastAtMs + OVER_AFTER_MS), events };
    return { ...ended, summary: summaryOf(ended) };
  });
  return { watched: { ...before, open }, incidents };
}

function recognise(rule: Rule, source: string, sightings: readonly Sighting[], last: Sighting): Incident | undefined {
  const ofSource = sightings.filter(({ category, keys, atMs }) => category === rule.category && keys[rule.source] === source && last.atMs - atMs < rule.withinMs);
  const events = ofSource.reduce((sum, { count }) => sum + count, 0);
  const reached = rule.of === 'events' ? events : new Set(ofSource.map(({ route }) => route)).size;
  if (reached < rule.atLeast) return undefined;
  const facts = {
    id: uuidOf(`${keyOf({ pattern: rule.pattern, source })}/${last.sequence}`),
    pattern: rule.pattern,
    state: 'open' as const,
    step: 1,
    category: rule.category,
    source,
    ...(last.tenantId !== undefined && rule.source === 'principal' && { tenantId: last.tenantId }),
    openedAt: instant(last.atMs),
    firstAt: instant(ofSource[0]?.atMs ?? last.atMs),
    lastAt: instant(last.atMs),
    events,
    evidence: ofSource.map(({ sequence }) => sequence).slice(0, MOST_EVIDENCE),
  };
  return { ...facts, summary: summaryOf(facts) };
}

function told({ incident, events, lastAtMs }: Known, { sequence }: Sighting): Incident {
  const next = { ...incident, step: incident.step + 1, events, lastAt: instant(lastAtMs), evidence: [...incident.evidence, sequence].slice(0, MOST_EVIDENCE) };
  return { ...next, summary: summaryOf(next) };
}

const WHAT: Readonly<Record<IncidentPattern, string>> = {
  brute_force: 'credentials were refused',
  replay_burst: 'times something that counts once was shown again',
  scope_probing: 'requests asked for what the credential does not allow, on several routes',
  cross_tenant_probing: "requests named another tenant's things",
};

function summaryOf({ pattern, source, events, firstAt, lastAt }: Pick<Incident, 'pattern' | 'source' | 'events' | 'firstAt' | 'lastAt'>): string {
  const seconds = Math.max(1, Math.round((Date.parse(lastAt) - Date.parse(firstAt)) / 1_000));
  return `${events} ${WHAT[pattern]} within ${seconds} s: ${source}.`.slice(0, 500);
}

function sightingOf({ sequence, recordedAt, count, category, principal, subject, address, route, resource, tenantId, incident }: AuditEntry): Sighting | undefined {
  if (category === undefined || incident !== undefined) return undefined;
  const keys = {
    ...(principal !== undefined && { principal: `principal ${principal.id}` }),
    ...(address !== undefined && { address: `address ${address}` }),
    ...(subject !== undefined && { subject: `subject ${subject}` }),
    ...(principal === undefined && address === undefined && subject === undefined && { anywhere: 'many addresses' }),
  };
  return { sequence, atMs: Date.parse(recordedAt), count, category, keys, route: route ?? resource, tenantId };
}

function keyOf({ pattern, source }: Pick<Incident, 'pattern' | 'source'>): string {
  return `${pattern} ${source}`;
}

const instant = (ms: number): string => new Date(ms).toISOString();
