import { controlsSnapshot, NO_CONTROLS, valueAt, type ControlResource } from './controls';

const job = (changes: object = {}) => ({ queue: 'mail', type: 'mail.send', tenantId: 't-1', payload: { customer: { id: 'c-7' } }, ...changes });
const pause = { at: '2026-01-31T12:00:00.000Z', by: 'ops' };
const snapshot = (...resources: ControlResource[]) => controlsSnapshot(7, resources, (text) => `digest-of-${text.length}`);
const keysOf = (s: ReturnType<typeof snapshot>, changes: object = {}) => s.claimsOf(job(changes)).map(({ key }) => key);

describe('controls', () => {
  it('hold nothing back where nothing is set', () => {
    expect(NO_CONTROLS.version).toBe(0);
    expect(NO_CONTROLS.pausedBy(job())).toBeUndefined();
    expect(NO_CONTROLS.claimsOf(job())).toEqual([]);
    expect(NO_CONTROLS.workerPaused('w-1')).toBe(false);
    expect(NO_CONTROLS.jobType('mail.send')).toBeUndefined();
  });

  it('name what a paused job waits for, the queue before the type', () => {
    const queue = { kind: 'queue', name: 'mail', state: { paused: pause } } as const;
    const type = { kind: 'job_type', name: 'mail.send', version: 1, state: { paused: pause } } as const;
    expect(snapshot(queue, type).pausedBy(job())).toBe('queue:mail');
    expect(snapshot(queue).pausedBy(job({ queue: 'other' }))).toBeUndefined();
    expect(snapshot(type).pausedBy(job({ queue: 'other' }))).toBe('type:mail.send');
    expect(snapshot({ kind: 'queue', name: 'mail', state: { concurrency: 3 } }).pausedBy(job())).toBeUndefined();
  });

  it('know paused workers by their id', () => {
    const s = snapshot({ kind: 'worker', name: 'w-1', state: { paused: pause } }, { kind: 'worker', name: 'w-2', state: {} });
    expect(['w-1', 'w-2', 'w-3'].map((id) => s.workerPaused(id))).toEqual([true, false, false]);
  });

  it('make a grant take a slot of its queue, of its type and of each limit that concerns it, and a token of each rate', () => {
    const s = snapshot(
      { kind: 'queue', name: 'mail', state: { concurrency: 5 } },
      { kind: 'job_type', name: 'mail.send', version: 2, state: { concurrency: 4 } },
      { kind: 'limit', name: 'per-customer', state: { type: 'mail.send', keyBy: '/customer/id', concurrency: 1, rate: { perSecond: 10, burst: 20 } } },
      { kind: 'limit', name: 'all', state: { concurrency: 100 } },
      { kind: 'limit', name: 'elsewhere', state: { queue: 'other', concurrency: 1 } },
    );
    expect(s.claimsOf(job())).toEqual([
      { kind: 'slot', key: 'concurrency:queue:mail', limit: 5 },
      { kind: 'slot', key: 'concurrency:type:mail.send', limit: 4 },
      { kind: 'slot', key: 'limit:all:*', limit: 100 },
      { kind: 'slot', key: 'limit:per-customer:c-7', limit: 1 },
      { kind: 'token', key: 'rate:per-customer:c-7', perSecond: 10, burst: 20 },
    ]);
    expect(keysOf(s, { queue: 'other', type: 'report.make' })).toEqual(['limit:all:*', 'limit:elsewhere:*']);
  });

  it.each([
    ['a tenant', 'tenant', {}, 't-1'],
    ['a number', '/n', { n: 42 }, '42'],
    ['a flag', '/n', { n: false }, 'false'],
    ['a field that is missing', '/n', {}, '*'],
    ['null', '/n', { n: null }, '*'],
    ['a star, which is not "missing"', '/n', { n: '*' }, '#digest-of-1'],
    ['an empty text', '/n', { n: '' }, '#digest-of-0'],
    ['a long text', '/n', { n: 'x'.repeat(65) }, '#digest-of-65'],
    ['a text with a colon', '/n', { n: 'a:b' }, '#digest-of-3'],
    ['an object', '/n', { n: { a: 1 } }, '#digest-of-7'],
    ['a field with a slash in its name', '/a~1b~0', { 'a/b~': 'v' }, 'v'],
    ['an element', '/list/1', { list: ['a', 'b'] }, 'b'],
    ['what every object inherits', '/constructor/name', {}, '*'],
  ])('key a limit by %s', (_what, keyBy, payload, value) => {
    expect(keysOf(snapshot({ kind: 'limit', name: 'l', state: { keyBy, concurrency: 1 } }), { payload })).toEqual([`limit:l:${value}`]);
  });

  it('find a definition by its name', () => {
    const s = snapshot({ kind: 'job_type', name: 'mail.send', version: 3, state: { maxAttempts: 9 } });
    expect(s.jobType('mail.send')).toEqual({ name: 'mail.send', version: 3, maxAttempts: 9 });
    expect(s.jobTypes()).toHaveLength(1);
  });
});

it('a pointer to the whole document is the document', () => {
  expect(valueAt({ a: 1 }, '')).toEqual({ a: 1 });
});
