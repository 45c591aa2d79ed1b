import { KeyEncryptionKeys } from '#sealing';
import { DataKeyStore } from './data-key-store';
import { openStore, type TestStore } from './store.builder';

jest.setTimeout(60_000);

const keks = new KeyEncryptionKeys([`k:${Buffer.alloc(32, 7).toString('base64')}`]);
const offer = (id: string) => {
  const { kekId, wrapped } = keks.newDataKey(id);
  return { id, kekId, wrapped };
};
const ada = { tenantId: 'shop', subject: 'ada' };

let store: TestStore;
let keys: DataKeyStore;
beforeAll(async () => {
  store = await openStore();
  keys = new DataKeyStore(store.pool);
});
afterAll(() => store.close());

describe('data keys in the store', () => {
  it('are one per owner, however many gateways offer one at once', async () => {
    const got = await Promise.all(Array.from({ length: 20 }, (_, i) => keys.current(ada, offer(`a${i}`))));
    expect(new Set(got.map(({ id }) => id)).size).toBe(1);
    const [{ id, kekId, wrapped }] = got as [(typeof got)[number]];
    expect(await keys.idOf(ada)).toBe(id);
    expect(await keys.find(id)).toMatchObject({ kekId, wrapped });
    expect(await keys.idOf({ tenantId: 'other', subject: 'ada' })).toBeUndefined();
  });

  it('are destroyed for good, with who did it; the next one is another', async () => {
    const before = await keys.idOf(ada);
    expect(await keys.destroy(ada, 'officer')).toBe(before);
    expect(await keys.destroy(ada, 'officer')).toBeUndefined();
    expect(await keys.find(before ?? '')).toBeUndefined();
    expect(await keys.erasures('', 10)).toEqual([{ id: before, destroyedAt: expect.stringMatching(/^\d{4}-.+Z$/) as string, destroyedBy: 'officer' }]);
    expect((await keys.current(ada, offer('next'))).id).toBe('next');
    await expect(store.query('UPDATE data_keys SET destroyed_at = NULL WHERE id = $1', [before])).rejects.toThrow(/destroyed/);
  });

  it('that a backup has brought back are destroyed again by the ledger', async () => {
    const ledger = await keys.erasures('', 10);
    const [erasure] = ledger;
    await store.query("UPDATE data_keys SET wrapped = $2, destroyed_at = NULL, destroyed_by = NULL, subject = 'ada of the backup' WHERE id = $1", [erasure?.id, offer(erasure?.id ?? '').wrapped]);
    expect(await keys.find(erasure?.id ?? '')).toBeDefined();
    expect(await keys.eraseAgain(ledger)).toBe(1);
    expect(await keys.eraseAgain(ledger)).toBe(0);
    expect(await keys.find(erasure?.id ?? '')).toBeUndefined();
    expect(await keys.erasures('', 10)).toEqual(ledger);
  });

  it('are wrapped anew once, and not when they were destroyed meanwhile', async () => {
    const before = await keys.current({ tenantId: 'shop', subject: 'bob' }, offer('bob'));
    const [listed] = (await keys.wrappedByOthers('young', '', 10)).filter(({ id }) => id === 'bob');
    expect(listed).toMatchObject({ id: 'bob', kekId: 'k' });
    const young = new KeyEncryptionKeys([`young:${Buffer.alloc(32, 8).toString('base64')}`]);
    const again = young.wrap('bob', keks.unwrap('bob', before));
    expect(await keys.rewrap('bob', before, again)).toBe(true);
    expect(await keys.rewrap('bob', before, again)).toBe(false);
    expect((await keys.wrappedByOthers('young', '', 10)).map(({ id }) => id)).not.toContain('bob');
  });
});
