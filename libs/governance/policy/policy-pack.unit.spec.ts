import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { hash } from 'node:crypto';
import fc from 'fast-check';
import type { PolicyCondition, PolicyPack, PolicyRule } from '#contracts';
import { compilePack, faultsOfPack } from './compile-pack';
import { fieldReader } from './field-reader';
import { loadPack, PolicyRefused } from './load-pack';
import type { PolicyInput } from './policy-input';
import { anyOf } from './text-list';

/** A Thursday. */
const NOON_MS = Date.parse('2026-01-01T12:00:00.000Z');
const JOB: PolicyInput = { at: 'submit', tenantId: 'acme', principal: { kind: 'api_key', id: 'key-7', roles: ['submitter'] }, type: 'payment.send', queue: 'money', purpose: 'billing', payload: { amount: 12_000, to: 'DE-1', tags: ['a'] }, nowMs: NOON_MS };

const pack = (rules: PolicyRule[], rest: Partial<PolicyPack> = {}): PolicyPack => ({ version: 1, name: 'spec', default: 'allow', rules, ...rest });
const concerns = (when: PolicyCondition, job: Partial<PolicyInput> = {}, rest: Partial<PolicyPack> = {}): boolean => compilePack(pack([{ id: 'r', verdict: 'deny', when }], rest), 'h').decide({ ...JOB, ...job }).result === 'deny';

describe('the rules of a pack', () => {
  it('are asked in their order, the first that concerns the job decides, and the default where none does', () => {
    const { decide } = compilePack(pack([{ id: 'small', verdict: 'allow', when: { payload: [{ at: '/amount', below: 10 }] } }, { id: 'second-pair', verdict: 'hold', reason: 'more than 10,000', when: { types: ['payment.*'] } }, { id: 'never', verdict: 'deny' }], { default: 'deny' }), 'h');
    expect(decide(JOB)).toEqual({ result: 'hold', ruleId: 'second-pair', packHash: 'h', reason: 'more than 10,000' });
    expect(decide({ ...JOB, payload: { amount: 1 } }).ruleId).toBe('small');
    expect(decide({ ...JOB, type: 'mail' }).ruleId).toBe('never');
    expect(compilePack(pack([], { default: 'hold' }), 'h').decide(JOB)).toEqual({ result: 'hold', ruleId: 'default', packHash: 'h' });
  });

  it('leave out what `unless` says, and hold only where they are asked', () => {
    const { decide } = compilePack(pack([{ id: 'r', verdict: 'deny', at: ['submit'], unless: { tenants: ['default'] } }]), 'h');
    expect(decide(JOB).ruleId).toBe('r');
    expect(decide({ ...JOB, tenantId: 'default' }).ruleId).toBe('default');
    expect(decide({ ...JOB, at: 'claim' }).ruleId).toBe('default');
  });

  it.each<[string, PolicyCondition, Partial<PolicyInput>, Partial<PolicyInput>]>([
    ['the tenant', { tenants: ['acme', 'umbrella'] }, {}, { tenantId: 'acme2' }],
    ['a pattern of types', { types: ['payment.*'] }, {}, { type: 'pay' }],
    ['the queue', { queues: ['m*y'] }, {}, { queue: 'default' }],
    ['who submits it', { principals: ['key-*'] }, {}, { principal: undefined }],
    ['the kind of caller', { principalKinds: ['api_key'] }, {}, { principal: { kind: 'schedule', id: 's', roles: [] } }],
    ['a role', { roles: ['submitter', 'operator'] }, {}, { principal: { kind: 'token', id: 'u', roles: ['admin'] } }],
    ['the purpose', { purposes: ['bill*'] }, {}, { purpose: undefined }],
    ['no purpose', { withoutPurpose: true }, { purpose: undefined }, {}],
    ['some purpose', { withoutPurpose: false }, {}, { purpose: undefined }],
    ['a number above', { payload: [{ at: '/amount', above: 10_000 }] }, {}, { payload: { amount: '99999' } }],
    ['a number between', { payload: [{ at: '/amount', above: 1, below: 20_000 }] }, {}, { payload: { amount: 20_000 } }],
    ['a text that fits', { payload: [{ at: '/to', matches: ['DE-*'] }] }, {}, { payload: { to: 7 } }],
    ['one of some values', { payload: [{ at: '/tags', in: [['a'], null] }] }, {}, { payload: { tags: ['b'] } }],
    ['a field that is there', { payload: [{ at: '/tags/0', present: true }] }, {}, { payload: {} }],
    ['a field that is not', { payload: [{ at: '/gone', present: false }] }, {}, { payload: { gone: null } }],
    ['all of several', { types: ['payment.send'], tenants: ['acme'], queues: ['money'] }, {}, { queue: 'other' }],
    ['a day', { time: { days: ['thu'] } }, {}, { nowMs: NOON_MS + 86_400_000 }],
    ['a time of day', { time: { from: '12:00', to: '12:01' } }, {}, { nowMs: NOON_MS + 60_000 }],
    ['a time over midnight', { time: { from: '22:00', to: '06:00' } }, { nowMs: NOON_MS + 11 * 3_600_000 }, {}],
    ['a span of time', { time: { since: '2026-01-01T12:00:00.000Z', until: '2026-01-02T00:00:00.000Z' } }, {}, { nowMs: NOON_MS + 12 * 3_600_000 }],
  ])('look at %s', (_what, when, hit, miss) => {
    expect(concerns(when, hit)).toBe(true);
    expect(concerns(when, miss)).toBe(false);
  });

  it('look at what a job costs, where the pack says where that stands', () => {
    expect(concerns({ spend: { above: 5 } }, { payload: { usd: 6 } }, { costAt: '/usd' })).toBe(true);
    expect(concerns({ spend: { above: 5 } }, { payload: { usd: 5 } }, { costAt: '/usd' })).toBe(false);
  });

  it('go by the days of the calendar', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => {
        const day = (['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const)[date.getUTCDay()] as 'sun';
        expect(concerns({ time: { days: [day] } }, { nowMs: date.getTime() })).toBe(true);
      }),
    );
  });
});

describe('a list of texts', () => {
  it('takes a star for any text, as a regular expression would', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 3 }), fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }), (list, text) => {
        const expected = list.some((item) => new RegExp(`^${item.split('*').join('.*')}$`).test(text));
        expect(anyOf(list)(text)).toBe(expected);
      }),
    );
  });

  it('is quick with a text that makes others go back', () => {
    expect(anyOf([`${'a*'.repeat(40)}b`])('a'.repeat(200_000))).toBe(false);
  });
});

describe('a field of a payload', () => {
  it('is found by its pointer, and nothing inherited or sealed is', () => {
    const payload = { 'a/b': { '~': [1, 2] }, sealed: { $sealed: 'x', inner: 1 } };
    expect(fieldReader('/a~1b/~0/1')(payload)).toBe(2);
    for (const pointer of ['/constructor', '/a~1b/~0/9', '/a~1b/~0/length/x', '/sealed']) expect(fieldReader(pointer)(payload)).toBeUndefined();
  });
});

describe('a pack that makes no sense', () => {
  it('is told all of it, by rule', () => {
    const faults = faultsOfPack(
      pack([
        { id: 'a', verdict: 'deny' },
        { id: 'a', verdict: 'deny', when: { spend: { above: 1 } } },
        { id: 'default', verdict: 'deny', when: { payload: [{ at: '/x' }], time: { from: '09:00', to: '09:00' } }, unless: {} },
        { id: 'b', verdict: 'deny', when: { time: { since: '2026-01-02T00:00:00.000Z', until: '2026-01-01T00:00:00.000Z' } } },
      ]),
    );
    expect(faults.map((fault) => fault.slice(0, 34))).toEqual(['there are two rules a', 'rule a, when: spend needs costAt o', 'a rule cannot be called default: t', 'rule default, when: time from 09:0', 'rule default, when: the test of /x', 'rule default, unless: an empty con', 'rule b, when: time since is not be']);
  });
});

describe('the file of a pack', () => {
  const folder = mkdtempSync(join(tmpdir(), 'policy-'));
  const file = join(folder, 'pack.yml');
  const GOOD = 'version: 1\nname: spec\ndefault: allow\nrules: []\n';
  const refused = (text: string | undefined, more: Parameters<typeof loadPack>[1] = undefined): PolicyRefused => {
    if (text !== undefined) writeFileSync(file, text);
    try {
      loadPack(text === undefined ? join(folder, 'none.yml') : file, more);
    } catch (error) {
      if (error instanceof PolicyRefused) return error;
    }
    throw new Error('it was taken');
  };

  it('that ships allows everything', () => {
    const shipped = loadPack(resolve(__dirname, '../../../GOVERNANCE_POLICY_PACK.yml'));
    expect(shipped).toMatchObject({ isConstant: true, pack: { name: 'default' } });
    expect(shipped.decide(JOB)).toEqual({ result: 'allow', ruleId: 'default', packHash: shipped.hash });
  });

  it('is known by the SHA-256 of its bytes', () => {
    writeFileSync(file, GOOD);
    expect(loadPack(file).hash).toBe(hash('sha256', GOOD, 'hex'));
  });

  it.each([
    ['nothing', '', /the file must be/],
    ['no YAML', 'version: [1', /./],
    ['a key twice', `${GOOD}name: other\n`, /unique/i],
    ['a form that nobody knows', GOOD.replace('version: 1', 'version: 2'), /\/version/],
    ['a field that nobody knows', `${GOOD}include: other.yml\n`, /\/include is not a known field/],
    ['rules that make no sense', GOOD.replace('[]', '[{ id: default, verdict: deny }]'), /cannot be called default/],
    ['lines that stand for gigabytes', 'a: &a [x, x]\nb: &b [*a, *a]\nrules: [*b, *b]\n', /alias/i],
  ])('is not taken with %s in it', (_what, text, why) => {
    expect(refused(text)).toMatchObject({ fault: 'POLICY_UPDATE_FAILED', message: expect.stringMatching(why) as string });
  });

  it('is not taken when it is missing or too large', () => {
    expect(refused(undefined)).toMatchObject({ fault: 'POLICY_UPDATE_FAILED', message: expect.stringContaining('ENOENT') as string });
    expect(refused(`${GOOD}#${'x'.repeat(5_000_000)}`).message).toContain('are allowed');
  });

  it('is not taken when it cannot be hashed, or is not the one that stands beside it', () => {
    const broken = { read: () => Buffer.from(GOOD), expectedHash: () => undefined, hash: () => { throw new Error('no digest here'); } };
    expect(refused(GOOD, broken)).toMatchObject({ fault: 'POLICY_INTEGRITY_CHECK_FAILED', message: expect.stringContaining('no digest here') as string });
    writeFileSync(`${file}.sha256`, `${'0'.repeat(64)}  pack.yml\n`);
    expect(refused(GOOD)).toMatchObject({ fault: 'POLICY_INTEGRITY_CHECK_FAILED', message: expect.stringContaining('is not the file') as string });
    writeFileSync(`${file}.sha256`, `${hash('sha256', GOOD, 'hex').toUpperCase()}  pack.yml\n`);
    expect(loadPack(file).pack.name).toBe('spec');
  });
});
