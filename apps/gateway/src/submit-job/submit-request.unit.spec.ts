import fc from 'fast-check';
import { canonicalJson, idempotencyKeyOf, refuseReservedKey, requestHash, submitCommand } from './submit-request';

const NOW_MS = Date.parse('2026-01-31T12:00:00.000Z');

describe('the idempotency key', () => {
  it('comes from the header or from the body', () => {
    expect(idempotencyKeyOf(undefined, undefined)).toBeUndefined();
    expect(idempotencyKeyOf('k', undefined)).toBe('k');
    expect(idempotencyKeyOf(undefined, 'k')).toBe('k');
    expect(idempotencyKeyOf('k', 'k')).toBe('k');
  });

  it.each([['two that differ', 'a', 'b'], ['an empty one', '', undefined], ['one that is too long', 'x'.repeat(256), undefined], ['one beyond ASCII', 'schlüssel', undefined], ['a line break', 'a\nb', undefined]])('is refused: %s', (_what, header, body) => {
    expect(() => idempotencyKeyOf(header, body)).toThrow(/Idempotency-Key/);
  });

  it('of a schedule is not for clients', () => {
    expect(() => refuseReservedKey('schedule:01a1fddf-0000-7000-8000-00000000c0de:2026-01-31T12:00:00.000Z')).toThrow(/belongs to a schedule/);
    expect(() => refuseReservedKey('redrive:01a1fddf-0000-7000-8000-00000000c0de')).toThrow(/belongs to the next life/);
    for (const key of [undefined, 'k', 'my schedule:1', 'redrive']) expect(() => refuseReservedKey(key)).not.toThrow();
  });
});

const ORIGIN = { tenantId: 'acme', correlationId: 'c-1' };

describe('the command of a request', () => {
  it('has everything filled in that the client left out', () => {
    expect(submitCommand({ type: 'a' }, undefined, ORIGIN, NOW_MS)).toMatchObject({ type: 'a', queue: 'default', priority: 'normal', payload: {}, tenantId: 'acme', correlationId: 'c-1' });
    expect(submitCommand({ type: 'a' }, undefined, ORIGIN, NOW_MS).requestHash).toBeUndefined();
    expect(submitCommand({ type: 'a', correlationId: 'mine' }, 'k', ORIGIN, NOW_MS)).toMatchObject({ correlationId: 'mine', idempotencyKey: 'k' });
    expect(submitCommand({ type: 'a' }, 'k', ORIGIN, NOW_MS).requestHash).toBeDefined();
  });

  it('is the same request when a default is spelled out, fields stand in another order, or only the correlation id is new', () => {
    const hash = (request: Parameters<typeof submitCommand>[0]) => submitCommand(request, 'k', ORIGIN, NOW_MS).requestHash;
    const first = hash({ type: 'a', payload: { x: 1, y: { p: 1, q: 2 } } });
    expect(hash({ payload: { y: { q: 2, p: 1 }, x: 1 }, type: 'a', queue: 'default', priority: 'normal', correlationId: 'new' })).toBe(first);
    for (const other of [{ type: 'b' }, { type: 'a', queue: 'q' }, { type: 'a', priority: 'low' as const }, { type: 'a', maxAttempts: 1 }, { type: 'a', payload: { x: '1' } }]) {
      expect(hash({ payload: { x: 1, y: { p: 1, q: 2 } }, ...other })).not.toBe(first);
    }
  });
});

describe('canonical JSON', () => {
  const shuffled = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(shuffled) : value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).reverse().map(([k, v]) => [k, shuffled(v)])) : value;

  it('does not depend on the order of fields, and loses nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        expect(canonicalJson(shuffled(plain))).toBe(canonicalJson(plain));
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
      }),
    );
  });

  it('tells apart what JSON tells apart', () => {
    expect(new Set([1, '1', [1], { a: 1 }, {}, [], null, true, { a: null }].map(canonicalJson)).size).toBe(9);
    expect(requestHash({ type: 'a', queue: 'q', priority: 'low', payload: {} })).toMatch(/^[\w-]{43}$/);
  });
});
