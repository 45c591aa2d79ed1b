import { randomBytes } from 'node:crypto';
import { limitValue, type SubmitCommand } from '#domain';
import { KeyEncryptionKeys, OwnedDataKeys, type KeyOwner, type WrappedKey } from '#sealing';
import { SealJobs, type EncryptionMode } from './seal-jobs';
import { encryptionMode } from './sealing.providers';

type Row = WrappedKey & { readonly id: string };

function sealing(mode: EncryptionMode, limitedBy: readonly string[] = []) {
  const rows = new Map<string, Row>();
  const store = {
    find: async (id: string) => [...rows.values()].find((row) => row.id === id),
    current: async ({ tenantId, subject }: KeyOwner, offered: Row) => {
      const name = `${tenantId}/${subject}`;
      if (!rows.has(name)) rows.set(name, offered);
      return rows.get(name) as Row;
    },
  };
  let next = 0;
  const keys = new OwnedDataKeys(new KeyEncryptionKeys([`k:${randomBytes(32).toString('base64')}`]), store, () => `d${(next += 1)}`);
  return { rows, keys, seals: new SealJobs({ keys, mode, limitedBy: () => limitedBy }) };
}

const command = (payload: Record<string, unknown>, jobId = 'job-1'): SubmitCommand => ({ jobId, tenantId: 't', correlationId: 'c', type: 'mail', queue: 'default', priority: 'normal', payload });
const NOTHING = { fields: [] };

describe('the sealing of payloads', () => {
  it('touches what is marked, and what is not only where all is sealed', async () => {
    const some = sealing('sensitive').seals;
    expect(some.seal(command({ a: 1 }), NOTHING)).toEqual(command({ a: 1 }));
    const { payload } = await some.seal(command({ a: 1, b: 'secret' }), { fields: ['/b'] });
    expect(payload).toEqual({ a: 1, b: { $sealed: expect.stringMatching(/^1\.d1\./) as string } });
    expect(await some.openPayload(payload as never, 'job-1')).toEqual({ a: 1, b: 'secret' });
    const all = sealing('all').seals;
    const whole = await all.seal(command({ a: 1 }), NOTHING);
    expect(Object.keys(whole.payload)).toEqual(['$sealed']);
    expect(await all.openPayload(whole.payload as never, 'job-1')).toEqual({ a: 1 });
  });

  it('waits for a key once, and then no more', async () => {
    const { seals } = sealing('all');
    const first = seals.seal(command({}), NOTHING);
    expect(first).toBeInstanceOf(Promise);
    await first;
    expect(seals.seal(command({}), NOTHING)).not.toBeInstanceOf(Promise);
  });

  it('takes the key of the person that the payload is about; the store does not know the name', async () => {
    const { seals, rows } = sealing('sensitive');
    const marks = { fields: ['/card'], subject: '/who' };
    const keyOf = async (who: unknown): Promise<string | undefined> => /^1\.(d\d+)\./.exec(((await seals.seal(command({ who, card: '4111' }), marks)).payload['card'] as { $sealed: string }).$sealed)?.[1];
    const ada = await keyOf('ada');
    expect(await keyOf('ada')).toBe(ada);
    expect(await keyOf('bob')).not.toBe(ada);
    expect(await keyOf({ odd: true })).toBe(await keyOf(undefined));
    expect(JSON.stringify([...rows.keys()])).not.toMatch(/ada|bob/);
    expect(rows.get(`t/${(await seals.ownerOf('t', 'ada')).subject}`)?.id).toBe(ada);
  });

  it('leaves digests by which limits tell jobs apart, in fields and in whole payloads', async () => {
    for (const [mode, fields] of [['sensitive', ['/customer']], ['all', []]] as const) {
      const { seals } = sealing(mode, ['/customer/id', '/elsewhere']);
      const valueOf = async (id: string): Promise<string> =>
        limitValue({ keyBy: '/customer/id' }, { ...command({}), payload: (await seals.seal(command({ customer: { id } }), { fields })).payload }, (text) => text);
      const [a, again, b] = [await valueOf('a'), await valueOf('a'), await valueOf('b')];
      expect(again).toBe(a);
      expect(b).not.toBe(a);
      expect(a).not.toBe('*');
    }
  });

  it('refuses what it cannot seal or open, with a word on what to do', async () => {
    const none = new SealJobs({ keys: undefined, mode: 'sensitive', limitedBy: () => [] });
    expect(none.seal(command({ a: 1 }), NOTHING)).toEqual(command({ a: 1 }));
    expect(() => none.seal(command({ a: 1 }), { fields: ['/a'] })).toThrow('this installation has no ENCRYPTION_KEYS to seal them with');
    const { seals, rows, keys } = sealing('all');
    const { payload } = await seals.seal(command({ a: 1 }), NOTHING);
    await expect(none.openPayload(payload as never, 'job-1')).rejects.toMatchObject({ code: 'sealing_unavailable' });
    await expect(seals.openPayload(payload as never, 'job-2')).rejects.toMatchObject({ code: 'erased' });
    rows.clear();
    keys.forget('d1');
    await expect(seals.openPayload(payload as never, 'job-1')).rejects.toMatchObject({ code: 'erased' });
    await expect(none.ownerOf('t', 'ada')).rejects.toMatchObject({ code: 'sealing_unavailable' });
  });

  it('is on for everything in production, unless somebody says otherwise', () => {
    expect(encryptionMode({ NODE_ENV: 'production', ENCRYPTION_MODE: undefined })).toBe('all');
    expect(encryptionMode({ NODE_ENV: 'development', ENCRYPTION_MODE: undefined })).toBe('sensitive');
    expect(encryptionMode({ NODE_ENV: 'production', ENCRYPTION_MODE: 'off' })).toBe('off');
  });
});
