import type { AuditEntry, AuditFeedResponse, Incident } from '#contracts';
import { AUDIT, type AuditDocument, AUDIT_STATE, auditHashOf, type AuditStateDocument, FIRST_AUDIT_HASH, type IncidentDocument, INCIDENTS, ReadModelStore, toAuditEntry, toIncident } from '#read-model';
import { freshMongo } from '#testing';
import { FeedUnavailable } from '../feed/log-feed';
import { AuditRecorder } from './audit-recorder';

jest.setTimeout(30_000);

const AT = '2026-03-01T12:00:00.000Z';
const uuid = (n: number): string => `01a1fddf-0000-7000-8000-${String(n).padStart(12, '0')}`;
const incident = (step: number, state: Incident['state'] = 'open'): Incident => ({
  id: uuid(1), pattern: 'brute_force', state, step, category: 'authentication_failed', source: 'many addresses', openedAt: AT, firstAt: AT, lastAt: AT, events: 10 * step, summary: 's', evidence: [1],
});

/** A trail as the gateway would give it. */
class Trail {
  readonly entries: AuditEntry[] = [];
  down = false;

  constructor(private readonly salt = 'a') {}

  add(...incidents: (Incident | undefined)[]): this {
    for (const told of incidents) {
      const sequence = this.entries.length + 1;
      const entry: AuditEntry = { sequence, id: uuid(sequence), at: AT, count: 1, action: 'jobs:cancel', verdict: 'accepted', reason: this.salt, ...(told && { incident: told }), recordedBy: 'g', recordedAt: AT, hash: '' };
      this.entries.push({ ...entry, hash: auditHashOf(this.entries.at(-1)?.hash ?? FIRST_AUDIT_HASH, entry) });
    }
    return this;
  }

  read(after: number, hash: string): Promise<AuditFeedResponse> {
    if (this.down) return Promise.reject(new FeedUnavailable('down'));
    const isAnother = after > 0 && this.entries[after - 1]?.hash !== hash;
    return Promise.resolve({ items: isAnother ? [] : this.entries.slice(after, after + 2), isAnother });
  }
}

describe('the copy of the audit trail', () => {
  let store: ReadModelStore;
  const said: string[] = [];
  const logger = { warn: (_facts: unknown, message?: string) => void said.push(String(message)), error: (_facts: unknown, message?: string) => void said.push(String(message)) };

  beforeEach(async () => {
    said.length = 0;
    store = new ReadModelStore({ ...(await freshMongo()), name: 'spec' }).open();
  });
  afterEach(() => store.close());

  const recorder = (trail: Trail) => new AuditRecorder(store, trail, logger as never);
  const copied = async (): Promise<AuditEntry[]> => (await store.documents<AuditDocument>(AUDIT.collection).find({}).sort({ _id: 1 }).toArray()).map(toAuditEntry);
  const incidents = async (): Promise<Incident[]> => (await store.documents<IncidentDocument>(INCIDENTS.collection).find({}).toArray()).map(toIncident);
  const state = () => store.documents<AuditStateDocument>(AUDIT_STATE.collection).findOne({});

  it('has every entry, in order, and the last word on each incident', async () => {
    const trail = new Trail().add(undefined, incident(1), undefined, incident(2), undefined);
    await recorder(trail).catchUp();
    expect(await copied()).toEqual(trail.entries);
    expect(await incidents()).toEqual([incident(2)]);
    trail.add(incident(3, 'over'));
    await recorder(trail).catchUp();
    expect(await incidents()).toEqual([incident(3, 'over')]);
    expect(await state()).toMatchObject({ sequence: 6, verified: true });
  });

  it('is the same whether one or two copied it, with a restart from nothing between', async () => {
    const trail = new Trail().add(...Array.from({ length: 9 }, () => undefined));
    await Promise.all([recorder(trail).catchUp(), recorder(trail).catchUp()]);
    await store.documents(AUDIT_STATE.collection).deleteMany({});
    await recorder(trail).catchUp();
    expect(await copied()).toEqual(trail.entries);
  });

  it('says so when an entry does not follow from the one before, and never takes it back', async () => {
    const trail = new Trail().add(undefined, undefined, undefined);
    (trail.entries[1] as { action: string }).action = 'nothing';
    await recorder(trail).catchUp();
    expect(await state()).toMatchObject({ sequence: 3, verified: false });
    expect(said).toEqual([expect.stringContaining('tampered with')]);
    await recorder(trail.add(undefined)).catchUp();
    expect(await state()).toMatchObject({ sequence: 4, verified: false });
  });

  it('is made anew when the store was given another trail', async () => {
    await recorder(new Trail().add(undefined, incident(1), undefined)).catchUp();
    const other = new Trail('b').add(undefined);
    await recorder(other).catchUp();
    expect(await copied()).toEqual(other.entries);
    expect(await incidents()).toEqual([]);
    expect(said).toEqual([expect.stringContaining('another one')]);
  });

  it('goes on when the gateway is back', async () => {
    const trail = new Trail().add(undefined);
    trail.down = true;
    await expect(recorder(trail).catchUp()).rejects.toThrow(FeedUnavailable);
    trail.down = false;
    await recorder(trail).catchUp();
    expect(await copied()).toEqual(trail.entries);
  });
});
