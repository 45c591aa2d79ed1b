import type { SubmitCommand } from '#domain';
import type { ResourceStore } from '#event-log';
import { Consents } from './consents';

type Change = Parameters<ResourceStore['change']>;

/** Rows in memory; who a person is, is written backwards. */
function consents() {
  const rows = new Map<string, object>();
  const events: unknown[] = [];
  const resources = {
    get: (_kind: string, name: string) => Promise.resolve(rows.has(name) ? { state: rows.get(name) } : undefined),
    change: (_kind: string, name: string, _origin: object, decide: Change[3]) => {
      const { state, events: happened = [], outcome } = decide(rows.get(name), { now: `2026-01-01T00:00:0${events.length}.000Z`, nowMs: 0, streamId: 's' }, undefined);
      if (typeof state === 'object') rows.set(name, state);
      events.push(...happened);
      return Promise.resolve({ outcome, resource: undefined, position: undefined, controlsVersion: undefined });
    },
  };
  const seals = { ownerOf: (tenantId: string, person: string) => Promise.resolve({ tenantId, subject: [...person].reverse().join('') }) };
  return { rows, events, one: new Consents(resources as never, seals) };
}

const command = (payload: Record<string, unknown>, tenantId = 't'): SubmitCommand => ({ jobId: 'j', tenantId, correlationId: 'c', type: 'mail', queue: 'default', priority: 'normal', payload });
const MARKETING = { fields: [], subject: '/who', purpose: 'marketing' };

describe('what people say about the use of their data', () => {
  it('keeps out the jobs of a purpose that a person has opted out of, until they say otherwise', async () => {
    const { one } = consents();
    await one.admit(command({ who: 'anna-b' }), MARKETING);
    await one.set('t', 'anna-b', 'marketing', { status: 'withdrawn' }, 'u1', 'c');
    await expect(one.admit(command({ who: 'anna-b' }), MARKETING)).rejects.toMatchObject({ code: 'opted_out', detail: expect.stringContaining('the person has opted out of marketing') as string });
    // Another person, another purpose, another tenant, nobody.
    for (const [payload, purpose, tenant] of [[{ who: 'bob' }, 'marketing', 't'], [{ who: 'anna-b' }, 'billing', 't'], [{ who: 'anna-b' }, 'marketing', 'other'], [{}, 'marketing', 't']] as const) await one.admit(command(payload, tenant), { ...MARKETING, purpose });
    await one.set('t', 'anna-b', 'marketing', { status: 'granted' }, 'u1', 'c');
    await one.admit(command({ who: 'anna-b' }), MARKETING);
  });

  it('wants to be asked first where the type says so', async () => {
    const { one } = consents();
    const asking = { ...MARKETING, asksConsent: true };
    await expect(one.admit(command({ who: 'anna-b' }), asking)).rejects.toMatchObject({ code: 'opted_out', detail: expect.stringContaining('has not consented to marketing') as string });
    await one.set('t', 'anna-b', 'marketing', { status: 'granted' }, 'u1', 'c');
    await one.admit(command({ who: 'anna-b' }), asking);
  });

  it('is told by purpose, with events that name nobody; the same said again is none', async () => {
    const { one, events, rows } = consents();
    const first = await one.set('t', 'anna-b', 'research', { status: 'withdrawn', reason: 'by letter' }, 'u1', 'c');
    expect(await one.set('t', 'anna-b', 'research', { status: 'withdrawn' }, 'u2', 'c')).toEqual(first);
    await one.set('t', 'anna-b', 'constructor', { status: 'granted' }, 'u1', 'c');
    expect(await one.list('t', 'anna-b')).toMatchObject({ subject: 'b-anna', items: [{ purpose: 'constructor', status: 'granted' }, { purpose: 'research', status: 'withdrawn', by: 'u1', reason: 'by letter' }] });
    expect(await one.list('t', 'bob')).toMatchObject({ items: [] });
    expect(events).toMatchObject([{ type: 'subject.consent_set', payload: { purpose: 'research', status: 'withdrawn' } }, { type: 'subject.consent_set', payload: { purpose: 'constructor' } }]);
    expect(JSON.stringify([events, [...rows]])).not.toContain('anna-b');
    for (let i = 0; i < 98; i += 1) await one.set('t', 'anna-b', `p${i}`, { status: 'granted' }, 'u1', 'c');
    await expect(one.set('t', 'anna-b', 'one-too-many', { status: 'granted' }, 'u1', 'c')).rejects.toMatchObject({ code: 'validation_failed' });
  });
});
