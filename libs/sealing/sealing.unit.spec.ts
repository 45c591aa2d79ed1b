import { randomBytes } from 'node:crypto';
import { CannotOpen, DataKeys, digestWith, faultOfKey, KeyEncryptionKeys, keyIdOf, keysWithin, mapFields, open, openDocument, OwnedDataKeys, REMEMBERED_MS, seal, sensitivityOf, type DataKey, type KeyOwner, type WrappedKey } from '.';

const key = (id = 'k1'): DataKey => ({ id, secret: randomBytes(32) });
const entry = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;

describe('a sealed value', () => {
  it('opens to what it was, with its key, for its owner and purpose', () => {
    const own = key();
    const value = { card: '4111 1111', list: [1, null, 'ä', { deep: true }] };
    const sealed = seal(value, own, 'job-1', 'payload');
    expect(JSON.stringify(sealed)).not.toContain('4111');
    expect(keyIdOf(sealed)).toBe('k1');
    expect(open(sealed.$sealed, own, 'job-1', 'payload')).toEqual(value);
  });

  it('looks different each time', () => {
    const own = key();
    expect(seal('same', own, 'job-1', 'payload')).not.toEqual(seal('same', own, 'job-1', 'payload'));
  });

  it('opens for nobody else, as nothing else, and not when a bit of it was changed', () => {
    const own = key();
    const { $sealed } = seal('secret', own, 'job-1', 'payload');
    const flipped = $sealed.slice(0, -3) + ($sealed.at(-3) === 'A' ? 'B' : 'A') + $sealed.slice(-2);
    for (const [text, with_, owner, purpose] of [
      [$sealed, key(), 'job-1', 'payload'],
      [$sealed, own, 'job-2', 'payload'],
      [$sealed, own, 'job-1', 'result'],
      [flipped, own, 'job-1', 'payload'],
      [$sealed.slice(0, -8), own, 'job-1', 'payload'],
      ['1.k1.short', own, 'job-1', 'payload'],
      ['', own, 'job-1', 'payload'],
    ] as const) {
      expect(() => open(text, with_, owner, purpose)).toThrow(CannotOpen);
    }
  });

  it('is recognised by its form alone', () => {
    for (const value of [undefined, null, 1, 'x', {}, { $sealed: 1 }, { $sealed: '2.k1.abc' }, { $sealed: '1.k 1.abc' }]) expect(keyIdOf(value)).toBeUndefined();
  });

  it('digests tell values apart for who has the key, and for nobody else', () => {
    const own = key();
    expect(digestWith(own, 'a')).toBe(digestWith(own, 'a'));
    expect(digestWith(own, 'a')).not.toBe(digestWith(own, 'b'));
    expect(digestWith(own, 'a')).not.toBe(digestWith(key(), 'a'));
  });
});

describe('documents with sealed fields', () => {
  it('are opened wherever something is sealed, and what a client wrote inside is left alone', () => {
    const [one, two] = [key('k1'), key('k2')];
    const inner = { $sealed: `1.k9.${'x'.repeat(40)}` };
    const document = { plain: 1, a: seal(inner, one, 'job-1', 'payload'), list: [seal('b', two, 'job-1', 'payload')] };
    expect([...keysWithin(document)]).toEqual(['k1', 'k2']);
    expect(openDocument(document, (id) => (id === 'k1' ? one : two), 'job-1', 'payload')).toEqual({ plain: 1, a: inner, list: ['b'] });
  });
});

describe('what a payload schema marks', () => {
  const schema = {
    type: 'object',
    properties: {
      customer: { type: 'string', 'x-subject': true },
      card: { type: 'string', 'x-sensitive': true },
      people: { type: 'array', items: { type: 'object', properties: { 'a/b': { 'x-pii': true }, age: {} } } },
      whole: { 'x-pii': true, properties: { inner: { 'x-sensitive': true } } },
    },
  };

  it('is found below properties and items', () => {
    expect(sensitivityOf(schema)).toEqual({ fields: ['/card', '/people/*/a~1b', '/whole'], subject: '/customer' });
    expect(sensitivityOf({ 'x-pii': true, properties: schema.properties })).toEqual({ fields: [''], subject: undefined });
    expect(sensitivityOf(undefined)).toEqual({ fields: [] });
  });

  it('is changed in a copy of the payload; what is not there is left alone', () => {
    const payload = { card: '4', people: [{ 'a/b': 'x', age: 3 }, 7], other: { '*': 1 } };
    expect(mapFields(payload, ['/card', '/people/*/a~1b', '/whole', '/other/*'], (value) => `<${String(value)}>`)).toEqual({ card: '<4>', people: [{ 'a/b': '<x>', age: 3 }, 7], other: { '*': '<1>' } });
    expect(payload.card).toBe('4');
  });
});

describe('keys that wrap keys', () => {
  it('unwrap what they wrapped, under the same id only', () => {
    const keks = new KeyEncryptionKeys([entry('2026')]);
    const { secret, ...wrapped } = keks.newDataKey('d1');
    expect(wrapped.wrapped).toHaveLength(60);
    expect(keks.unwrap('d1', wrapped)).toEqual(secret);
    expect(() => keks.unwrap('d2', wrapped)).toThrow();
    expect(() => new KeyEncryptionKeys([entry('2026')]).unwrap('d1', wrapped)).toThrow();
  });

  it('are changed by putting a new one in front', () => {
    const [old, young] = [entry('a'), entry('b')];
    const before = new KeyEncryptionKeys([old]).newDataKey('d1');
    const both = new KeyEncryptionKeys([young, old]);
    const again = both.wrap('d1', both.unwrap('d1', before));
    expect(again.kekId).toBe('b');
    expect(new KeyEncryptionKeys([young]).unwrap('d1', again)).toEqual(before.secret);
    expect(() => new KeyEncryptionKeys([young]).unwrap('d1', before)).toThrow('the key a is not among ENCRYPTION_KEYS');
  });

  it('say what is wrong with the configuration, and never the key', () => {
    expect(faultOfKey(entry('a'))).toBeUndefined();
    expect(faultOfKey('a:c2hvcnQ=')).toBe('an item is not of the form id:key with a key of 32 bytes in base64');
    expect(() => new KeyEncryptionKeys([])).toThrow('there is no key');
    expect(() => new KeyEncryptionKeys(['a:c2hvcnQ='])).toThrow('entry 1 is not of the form id:key with a key of 32 bytes in base64');
    expect(() => new KeyEncryptionKeys([entry('a'), entry('a')])).toThrow('two keys have the same id');
  });
});

describe('data keys', () => {
  const keks = new KeyEncryptionKeys([entry('k')]);
  const store = () => {
    const rows = new Map<string, WrappedKey & { id: string }>();
    const counts = { found: 0, asked: 0 };
    return {
      rows,
      counts,
      find: async (id: string) => ((counts.found += 1), [...rows.values()].find((row) => row.id === id)),
      current: async ({ tenantId, subject }: KeyOwner, offered: WrappedKey & { id: string }) => {
        counts.asked += 1;
        const name = `${tenantId}/${subject}`;
        if (!rows.has(name)) rows.set(name, offered);
        return rows.get(name) as WrappedKey & { id: string };
      },
    };
  };
  const owner = { tenantId: 't', subject: '' };

  it('are made once for an owner, looked up once for all who ask at the same time, and remembered for a while', async () => {
    let now = 0;
    let next = 0;
    const rows = store();
    const keys = new OwnedDataKeys(keks, rows, () => `d${(next += 1)}`, () => now);
    expect(keys.knownOf(owner)).toBeUndefined();
    const [one, same, other] = await Promise.all([keys.of(owner), keys.of(owner), keys.of({ tenantId: 't', subject: 'ada' })]);
    expect(same).toBe(one);
    expect(other.id).not.toBe(one.id);
    expect(keys.knownOf(owner)).toBe(one);
    expect(await keys.byId(one.id)).toBe(one);
    expect(rows.counts).toEqual({ found: 0, asked: 2 });
    now = REMEMBERED_MS + 1;
    expect(keys.known(one.id)).toBeUndefined();
    expect((await keys.byId(one.id)).secret).toEqual(one.secret);
  });

  it('of two processes are the same', async () => {
    const rows = store();
    const a = await new OwnedDataKeys(keks, rows, () => 'a').of(owner);
    const b = await new OwnedDataKeys(keks, rows, () => 'b').of(owner);
    expect(b).toEqual(a);
  });

  it('are gone when they were destroyed, and a new one takes their place', async () => {
    const rows = store();
    const keys = new OwnedDataKeys(keks, rows, () => `d${rows.counts.asked}`);
    const { id } = await keys.of(owner);
    rows.rows.clear();
    keys.forget(id);
    await expect(keys.byId(id)).rejects.toThrow('its key was destroyed');
    await expect(new DataKeys(keks, rows).byId(id)).rejects.toThrow(CannotOpen);
    expect((await keys.of(owner)).id).not.toBe(id);
  });
});
