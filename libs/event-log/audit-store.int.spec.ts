import { generateKeyPairSync, sign } from 'node:crypto';
import { Client } from 'pg';
import type { AuditHead } from '#contracts';
import { type AuditRow, ChainCheck, FIRST_HASH, hashOf, headText } from './audit-chain';
import { AuditStore } from './audit-store';
import { openStore, type TestStore } from './store.builder';
import { uuidV7 } from './uuid-v7';
import { verifyAudit } from './verify-audit';

jest.setTimeout(60_000);

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const publicKeys = [publicKey.export({ type: 'spki', format: 'pem' }) as string];

let store: TestStore;
let audit: AuditStore;
beforeEach(async () => {
  store = await openStore();
  audit = new AuditStore(store.pool);
});
afterEach(() => store.close());

const draft = (n: number) => ({ id: uuidV7(), body: JSON.stringify({ action: 'jobs:cancel', n, quote: '"\\ \n ü€' }) });
const fill = (rows: number): Promise<number> => audit.append(Array.from({ length: rows }, (_, i) => draft(i)));

async function seal(): Promise<AuditHead> {
  const { sequence, hash } = (await audit.last()) as AuditRow;
  const unsigned = { sequence, hash, signedAt: new Date().toISOString(), keyId: '0123456789abcdef' };
  const head = { ...unsigned, signature: sign(null, Buffer.from(headText(unsigned)), privateKey).toString('base64url') };
  expect(await audit.seal(head)).toBe(true);
  return head;
}

/** What the owner of the tables can do who means harm: take the right, switch the triggers off and change what he likes. */
async function tamper(...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: store.url });
  await client.connect();
  try {
    await client.query('ALTER TABLE audit_log DISABLE TRIGGER USER; ALTER TABLE audit_heads DISABLE TRIGGER USER; GRANT ALL ON audit_log, audit_heads TO CURRENT_USER');
    for (const text of statements) await client.query(text);
    await client.query('ALTER TABLE audit_log ENABLE TRIGGER USER; ALTER TABLE audit_heads ENABLE TRIGGER USER');
  } finally {
    await client.end();
  }
}

describe('the audit trail', () => {
  it('is chained row by row, as the check computes it', async () => {
    expect(await fill(3)).toBe(3);
    expect(await fill(2)).toBe(5);
    const rows = await audit.read(0, 10);
    expect(rows.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    let before = FIRST_HASH;
    for (const row of rows) {
      expect(hashOf(before, row)).toBe(row.hash);
      before = row.hash;
    }
    expect(await verifyAudit(audit)).toMatchObject({ rows: 5, faults: [] });
  });

  it('takes an entry once, however often a call is repeated', async () => {
    const drafts = [draft(1), draft(2)];
    expect(await audit.append(drafts)).toBe(2);
    expect(await audit.append([...drafts, draft(3)])).toBe(3);
    expect(await verifyAudit(audit)).toMatchObject({ rows: 3, faults: [] });
  });

  it('stays one chain when several write at once, and one of them dies in between', async () => {
    const others = [0, 1, 2].map(() => new AuditStore(store.newPool(2)));
    const dying = new Client({ connectionString: store.url });
    await dying.connect();
    await dying.query('BEGIN');
    await dying.query('SELECT append_audit($1::uuid[], $2::text[])', [[uuidV7()], ['{"n":"never committed"}']]);
    const written = Promise.all(others.flatMap((other) => Array.from({ length: 20 }, (_, i) => other.append([draft(i), draft(i + 100)]))));
    await dying.end();
    await written;
    expect(await verifyAudit(audit)).toMatchObject({ rows: 120, faults: [] });
    expect((await audit.read(0, 200)).some(({ body }) => body.includes('never'))).toBe(false);
  });

  it.each(['UPDATE audit_log SET body = body', 'DELETE FROM audit_log WHERE sequence = 1', 'TRUNCATE audit_log', "UPDATE audit_heads SET signature = ''", 'DELETE FROM audit_heads', 'DELETE FROM audit_log WHERE false'])('refuses %s', async (text) => {
    await fill(2);
    await seal();
    await expect(store.query(text)).rejects.toThrow(/append-only|permission denied/);
    const { rows, faults } = await verifyAudit(audit, { publicKeys });
    expect([rows, faults]).toEqual([2, []]);
  });

  it('leaves the role of the service no right to change or remove, whatever triggers there are', async () => {
    const [rights] = await store.query<{ acl: string }>("SELECT string_agg(relacl::text, ' ') AS acl FROM pg_class WHERE relname IN ('audit_log', 'audit_heads')");
    const [owner] = await store.query<{ name: string }>('SELECT current_user::text AS name');
    const granted = [...(rights?.acl.matchAll(new RegExp(`${owner?.name}=([a-zA-Z]*)/`, 'g')) ?? [])].map(([, letters]) => letters);
    expect(granted).toHaveLength(2);
    // r: SELECT, a: INSERT; w, d, D would be UPDATE, DELETE, TRUNCATE.
    for (const letters of granted) expect(letters).toMatch(/^(?=.*a)(?=.*r)[^wdD]*$/);
  });

  it.each<[string, string[], string]>([
    ['a changed text', [`UPDATE audit_log SET body = replace(body, 'cancel', 'redrive') WHERE sequence = 4`], 'changed'],
    ['a changed time', [`UPDATE audit_log SET recorded_at = recorded_at - interval '1 hour' WHERE sequence = 4`], 'changed'],
    ['another id', [`UPDATE audit_log SET entry_id = gen_random_uuid() WHERE sequence = 4`], 'changed'],
    ['a removed row', ['DELETE FROM audit_log WHERE sequence = 4'], 'missing'],
    ['a removed row with the others moved up', ['DELETE FROM audit_log WHERE sequence = 4', ...[5, 6, 7, 8, 9, 10].map((n) => `UPDATE audit_log SET sequence = ${n - 1} WHERE sequence = ${n}`)], 'changed'],
    ['two rows that changed places', ['UPDATE audit_log SET sequence = 99 WHERE sequence = 4', 'UPDATE audit_log SET sequence = 4 WHERE sequence = 5', 'UPDATE audit_log SET sequence = 5 WHERE sequence = 99'], 'changed'],
    ['the first row gone', ['DELETE FROM audit_log WHERE sequence = 1'], 'missing'],
    ['a cut tail', ['DELETE FROM audit_log WHERE sequence > 8'], 'cut'],
    ['an emptied trail', ['DELETE FROM audit_log'], 'cut'],
  ])('finds %s', async (_case, statements, kind) => {
    await fill(10);
    await seal();
    await tamper(...statements);
    const { faults } = await verifyAudit(audit, { publicKeys });
    expect(faults.map((fault) => fault.kind)).toContain(kind);
  });

  it('finds a tail that was cut with its head, and a trail that was written anew, by a head that somebody else holds', async () => {
    await fill(6);
    await seal();
    await fill(4);
    const exported = [{ head: await seal(), from: 'the exported head' }];
    await tamper('DELETE FROM audit_log WHERE sequence > 8', 'DELETE FROM audit_heads WHERE sequence > 8');
    expect((await verifyAudit(audit, { publicKeys })).faults).toEqual([]);
    expect((await verifyAudit(audit, { publicKeys, exported })).faults).toEqual([{ kind: 'cut', sequence: 10, last: 8, head: 'the exported head' }]);
    await tamper('DELETE FROM audit_log', 'DELETE FROM audit_heads');
    await fill(12);
    expect((await verifyAudit(audit, { publicKeys, exported })).faults).toEqual([{ kind: 'rewritten', sequence: 10, head: 'the exported head' }]);
  });

  it('finds a head that another key signed', async () => {
    await fill(3);
    const stranger = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }) as string;
    await seal();
    expect((await verifyAudit(audit, { publicKeys: [stranger] })).faults).toMatchObject([{ kind: 'signature', sequence: 3 }]);
    expect(await verifyAudit(audit, { publicKeys: [stranger, ...publicKeys] })).toMatchObject({ sealedUpTo: 3, faults: [] });
  });

  it('keeps its order when the clock of the store is set back', async () => {
    await tamper("INSERT INTO audit_log VALUES (1, gen_random_uuid(), now() + interval '1 day', '{}', decode(repeat('11', 32), 'hex'))");
    await fill(2);
    const times = (await audit.read(0, 10)).map(({ recordedAt }) => recordedAt);
    expect([...times].sort()).toEqual(times);
    // The row that was slipped in is found; those behind it follow from it.
    expect((await verifyAudit(audit)).faults).toEqual([{ kind: 'changed', sequence: 1 }]);
  });

  it('reports no more faults than anybody reads', () => {
    const check = new ChainCheck(5);
    for (let sequence = 1; sequence < 50; sequence += 1) check.next({ sequence, entryId: 'x', recordedAt: 'x', body: '', hash: 'x' });
    expect(check.finish().faults).toHaveLength(5);
  });
});
