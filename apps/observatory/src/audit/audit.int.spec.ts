import { createHash } from 'node:crypto';
import { type AuditChainResponse, type AuditEntry, type AuditFeedResponse, type AuditListResponse, type Incident, type IncidentListResponse, type Problem, validator } from '#contracts';
import type { Service } from '#http';
import { AUDIT, type AuditDocument, AUDIT_STATE, AUDIT_STATE_ID, type AuditStateDocument, type IncidentDocument, INCIDENTS, ReadModelStore, toAuditDocument, toIncidentDocument } from '#read-model';
import { freshMongo } from '#testing';
import { startObservatory } from '../observatory.harness';

jest.setTimeout(30_000);

const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 1, 12) + seconds * 1_000).toISOString();
const uuid = (n: number): string => `01a1fddf-0000-7000-8000-${String(n).padStart(12, '0')}`;
const HEAD: NonNullable<AuditFeedResponse['head']> = { sequence: 5, hash: 'ab'.repeat(32), signedAt: at(60), keyId: '0123456789abcdef', signature: 'A'.repeat(86) };

const entry = (sequence: number, changes: Partial<AuditEntry>): AuditEntry => ({
  sequence, id: uuid(sequence), at: at(sequence), count: 1, action: 'jobs:cancel', verdict: 'accepted', recordedBy: 'g1', recordedAt: at(sequence), hash: createHash('sha256').update(String(sequence)).digest('hex'), ...changes,
});
const of = (id: string, tenantId: string) => ({ tenantId, principal: { kind: 'api_key', id, tenantId } });
const ENTRIES = [
  entry(1, of('k1', 'acme')),
  entry(2, { ...of('k1', 'acme'), verdict: 'refused', code: 'not_found' }),
  entry(3, { ...of('k2', 'rival'), action: 'keys:write' }),
  entry(4, { action: 'security.authentication_failed', verdict: 'refused', category: 'authentication_failed', count: 500, address: '203.0.113.7' }),
  entry(5, { ...of('k2', 'rival'), action: 'security.authorisation_denied', verdict: 'refused', category: 'authorisation_denied' }),
];
const incident = (n: number, changes: Partial<Incident>): Incident => ({
  id: uuid(n), pattern: 'brute_force', state: 'open', step: 1, category: 'authentication_failed', source: 'address 203.0.113.7', openedAt: at(n), firstAt: at(0), lastAt: at(n), events: 500, summary: 's', evidence: [4], ...changes,
});
const INCIDENTS_OF_ALL = [incident(10, {}), incident(11, { pattern: 'scope_probing', state: 'over', tenantId: 'rival', closedAt: at(900) })];

describe('the audit trail at the observatory', () => {
  let store: ReadModelStore;
  let service: Service;

  beforeAll(async () => {
    const mongo = await freshMongo();
    store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
    await (await store.indexed<AuditDocument>(AUDIT)).insertMany(ENTRIES.map(toAuditDocument));
    await (await store.indexed<IncidentDocument>(INCIDENTS)).insertMany(INCIDENTS_OF_ALL.map(toIncidentDocument));
    service = await startObservatory(mongo);
  });
  afterAll(async () => {
    await service?.stop();
    await store?.close();
  });

  async function ask<T>(schema: 'AuditListResponse' | 'AuditChainResponse' | 'IncidentListResponse', url: string): Promise<T> {
    const answer = await service.app.inject({ method: 'GET', url });
    expect([answer.statusCode, validator(schema)(answer.json())]).toEqual([200, { ok: true, value: answer.json<unknown>() }]);
    expect(answer.headers['cache-control']).toBe('no-store');
    return answer.json<T>();
  }
  const places = ({ items }: AuditListResponse): number[] => items.map(({ sequence }) => sequence);

  it('gives the entries as they are, the latest first', async () => {
    expect((await ask<AuditListResponse>('AuditListResponse', '/v1/audit')).items).toEqual([...ENTRIES].reverse());
  });

  it.each([
    ['?tenant=acme', [2, 1]],
    ['?principal=k2', [5, 3]],
    ['?action=keys:write', [3]],
    ['?verdict=refused', [5, 4, 2]],
    ['?category=authentication_failed', [4]],
    [`?since=${at(2)}&until=${at(4)}`, [3, 2]],
    ['?principal=nobody', []],
  ])('finds %s', async (query, expected) => {
    expect(places(await ask<AuditListResponse>('AuditListResponse', `/v1/audit${query}`))).toEqual(expected);
  });

  it('gives page after page', async () => {
    const seen: number[] = [];
    for (let cursor = ''; ; ) {
      const page = await ask<AuditListResponse>('AuditListResponse', `/v1/audit?limit=2${cursor}`);
      seen.push(...places(page));
      if (page.nextCursor === undefined) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual([5, 4, 3, 2, 1]);
  });

  it('gives incidents, those that go on or those that are over', async () => {
    expect((await ask<IncidentListResponse>('IncidentListResponse', '/v1/incidents')).items).toEqual([...INCIDENTS_OF_ALL].reverse());
    expect((await ask<IncidentListResponse>('IncidentListResponse', '/v1/incidents?state=open')).items).toEqual([INCIDENTS_OF_ALL[0]]);
    const first = await ask<IncidentListResponse>('IncidentListResponse', '/v1/incidents?limit=1');
    expect((await ask<IncidentListResponse>('IncidentListResponse', `/v1/incidents?limit=1&cursor=${first.nextCursor}`)).items).toEqual([INCIDENTS_OF_ALL[0]]);
  });

  it('says how far the trail is sealed', async () => {
    expect(await ask<AuditChainResponse>('AuditChainResponse', '/v1/audit/chain')).toEqual({ sequence: 0, unsealed: 0, verified: true });
    await store.documents<AuditStateDocument>(AUDIT_STATE.collection).insertOne({ _id: AUDIT_STATE_ID, sequence: 7, hash: HEAD.hash, head: HEAD, verified: false, checkedAt: at(61) });
    expect(await ask<AuditChainResponse>('AuditChainResponse', '/v1/audit/chain')).toEqual({ sequence: 7, head: HEAD, unsealed: 2, verified: false, checkedAt: at(61) });
  });

  it.each([
    ['/v1/audit?verdict=perhaps', 'validation_failed'],
    ['/v1/audit?since=yesterday', 'validation_failed'],
    ['/v1/audit?limit=0', 'validation_failed'],
    ['/v1/audit?x=1', 'validation_failed'],
    ['/v1/audit?cursor=MTox', 'invalid_cursor'],
    ['/v1/incidents?state=closed', 'validation_failed'],
    ['/v1/incidents?cursor=MTox', 'invalid_cursor'],
  ])('%s is refused', async (url, code) => {
    const answer = await service.app.inject({ method: 'GET', url });
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([400, code]);
  });
});
