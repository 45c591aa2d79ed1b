import type { AuditEntry, Incident } from '#contracts';
import { notice, NOTHING_SEEN, rest, resumed, type Watched } from './detect-patterns';

const START = Date.parse('2026-03-01T12:00:00.000Z');
let sequence = 0;
beforeEach(() => (sequence = 0));

const entry = (seconds: number, changes: Partial<AuditEntry>): AuditEntry => {
  sequence += 1;
  const at = new Date(START + seconds * 1_000).toISOString();
  return { sequence, id: `01a1fddf-0000-7000-8000-${String(sequence).padStart(12, '0')}`, at, recordedAt: at, count: 1, action: 'security', verdict: 'refused', recordedBy: 'g1', hash: '0'.repeat(64), ...changes };
};
const badKey = (seconds: number, address: string | undefined, count = 1): AuditEntry => entry(seconds, { category: 'authentication_failed', address, count });
const by = (id: string) => ({ kind: 'api_key', id, tenantId: 'acme' });

function seen(entries: readonly AuditEntry[], from: Watched = NOTHING_SEEN): { watched: Watched; incidents: Incident[] } {
  const incidents: Incident[] = [];
  let watched = from;
  for (const one of entries) {
    const next = notice(watched, one);
    watched = next.watched;
    incidents.push(...next.incidents);
  }
  return { watched, incidents };
}

describe('patterns among security events', () => {
  it('see guessing from one address, by the counts of few rows, and name the rows', () => {
    const { incidents } = seen([badKey(0, '203.0.113.7'), badKey(5, '203.0.113.7', 9_000)]);
    expect(incidents).toMatchObject([{ pattern: 'brute_force', state: 'open', step: 1, source: 'address 203.0.113.7', events: 9_001, evidence: [1, 2] }]);
    expect(incidents[0]?.summary).toBe('9001 credentials were refused within 5 s: address 203.0.113.7.');
  });

  it('see nothing in mistakes that people make, or that are far apart', () => {
    expect(seen([badKey(0, 'a', 5), badKey(30, 'b', 5), badKey(40, 'a', 5)]).incidents).toEqual([]);
    expect(seen(Array.from({ length: 60 }, (_, i) => badKey(i * 10, 'a'))).incidents).toEqual([]);
    expect(seen([entry(0, { category: 'authentication_failed', count: 900, incident: seen([badKey(0, 'a', 50)]).incidents[0] })]).incidents).toEqual([]);
    expect(seen([entry(0, { category: undefined, action: 'jobs:cancel', count: 1_000 })]).incidents).toEqual([]);
  });

  it('see guessing at one name from many addresses, and from so many places that none is told', () => {
    expect(seen(Array.from({ length: 10 }, (_, i) => entry(i, { category: 'authentication_failed', subject: 'ann', address: `10.0.0.${i}` }))).incidents).toMatchObject([{ pattern: 'brute_force', source: 'subject ann' }]);
    expect(seen([badKey(0, undefined, 500)]).incidents).toMatchObject([{ source: 'many addresses' }]);
  });

  it('see probing by how many routes were tried, not by how often one was', () => {
    const denied = (seconds: number, route: string, count = 1) => entry(seconds, { category: 'authorisation_denied', principal: by('k1'), tenantId: 'acme', route, count });
    expect(seen([denied(0, 'GET /v1/queues', 1_000)]).incidents).toEqual([]);
    expect(seen(['a', 'b', 'c', 'd', 'e'].map((route, i) => denied(i, route))).incidents).toMatchObject([{ pattern: 'scope_probing', source: 'principal k1', tenantId: 'acme', events: 5 }]);
  });

  it('see replays, and the things of other tenants being tried', () => {
    expect(seen([entry(0, { category: 'replay', principal: by('k1'), count: 6 })]).incidents).toMatchObject([{ pattern: 'replay_burst' }]);
    expect(seen([entry(0, { category: 'cross_tenant_attempt', principal: by('k1'), count: 3 }), entry(200, { category: 'cross_tenant_attempt', principal: by('k1'), count: 3 })]).incidents).toMatchObject([{ pattern: 'cross_tenant_probing', events: 6 }]);
  });

  it('tell of one attack once, then each time that it doubles, and of its end after a quarter of an hour', () => {
    const { watched, incidents } = seen(Array.from({ length: 400 }, (_, i) => badKey(i, 'a', 10)));
    expect(incidents.map(({ step, events }) => [step, events])).toEqual([[1, 20], [2, 40], [3, 80], [4, 160], [5, 320], [6, 640], [7, 1_280], [8, 2_560]]);
    expect(new Set(incidents.map(({ id }) => id)).size).toBe(1);
    expect(rest(watched, START + 600_000).incidents).toEqual([]);
    const over = rest(watched, START + 2_000_000);
    expect(over.incidents).toMatchObject([{ state: 'over', step: 9, events: 4_000, id: incidents[0]?.id }]);
    expect(over.watched.open.size).toBe(0);
    const again = seen([badKey(3_000, 'a', 50)], over.watched).incidents;
    expect(again).toMatchObject([{ step: 1 }]);
    expect(again[0]?.id).not.toBe(incidents[0]?.id);
  });

  it('come to the same incidents whoever looks, and whoever takes over goes on where the other was', () => {
    const entries = Array.from({ length: 40 }, (_, i) => badKey(i, 'a', 10));
    const one = seen(entries).incidents;
    expect(seen(entries).incidents).toEqual(one);
    // Took over after the third step: looks at the rows of the last minutes again, and tells what the other did not.
    const other = seen(entries, resumed(one.slice(0, 3))).incidents;
    expect(other.every(({ id, step }) => id === one[0]?.id && step > 3)).toBe(true);
    expect(resumed([...one, { ...(one.at(-1) as Incident), step: 99, state: 'over' }]).open.size).toBe(0);
  });

  it('keep a bounded memory of a flood from everywhere', () => {
    const { watched } = seen(Array.from({ length: 5_000 }, (_, i) => badKey(i / 100, `10.0.${i}`, 30)));
    expect(watched.sightings.length).toBeLessThanOrEqual(2_000);
    expect(watched.open.size).toBeLessThanOrEqual(500);
  });
});
