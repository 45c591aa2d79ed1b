import fc from 'fast-check';
import type { Envelope, Job, Schedule, TimelineEntry } from '#contracts';
import { faultOfRule, REDACTED, Redaction } from './redaction';

const job = { id: 'j', payload: { card: '4111', users: [{ name: 'ada', password: 'x' }, { name: 'bob' }], 'a/b': 1, nested: { password: 'y', deep: { password: 'z' } } }, result: { token: 't', list: [1, 2] }, error: { code: 'boom', message: 'm', details: { body: { secret: 1 } } } } as unknown as Job;

describe('redaction', () => {
  it.each<[string, object]>([
    ['/payload/card', { payload: { ...job.payload, card: REDACTED } }],
    ['/payload/*/password', { payload: { ...job.payload, nested: { password: REDACTED, deep: { password: 'z' } } } }],
    ['/payload/users/*/password', { payload: { ...job.payload, users: [{ name: 'ada', password: REDACTED }, { name: 'bob' }] } }],
    ['/payload/users/1', { payload: { ...job.payload, users: [{ name: 'ada', password: 'x' }, { [REDACTED]: true }] } }],
    ['/payload/a~1b', { payload: { ...job.payload, 'a/b': REDACTED } }],
    ['/payload', { payload: { [REDACTED]: true } }],
    ['/result', { result: { [REDACTED]: true } }],
    ['/result/list/*', { result: { token: 't', list: [REDACTED, REDACTED] } }],
    ['/error/details/body', { error: { code: 'boom', message: 'm', details: { body: { [REDACTED]: true } } } }],
  ])('%s hides what it leads to and nothing else', (rule, changes) => {
    const before = JSON.stringify(job);
    expect(new Redaction([rule]).job(job)).toEqual({ ...job, ...changes });
    expect(JSON.stringify(job)).toBe(before);
  });

  it.each(['/payload/nothing', '/payload/users/length', '/payload/users/7', '/payload/card/deeper', '/payload/*/*/*/*/*/*', '/result/__proto__'])('%s leads to nothing', (rule) => {
    expect(new Redaction([rule]).job(job)).toEqual(job);
  });

  it.each(['payload/card', '/id', '/status', '/error/code', '/error/message', '/payload/~2', '', '/'])('%j is no rule', (rule) => {
    expect([faultOfRule(rule), faultOfRule('/payload/a')]).toEqual([expect.stringContaining('is no JSON pointer'), undefined]);
  });

  it('reaches into events, entries, attempts and schedules', () => {
    const redaction = new Redaction(['/payload/card', '/error/details/*']);
    const submitted = { eventType: 'job.submitted', payload: { jobId: 'j', payload: { card: '4111', n: 1 } } } as unknown as Envelope;
    expect(redaction.envelope(submitted)).toEqual({ eventType: 'job.submitted', payload: { jobId: 'j', payload: { card: REDACTED, n: 1 } } });
    expect(redaction.envelopeText(JSON.stringify(submitted))).not.toContain('4111');
    const created = { eventType: 'schedule.created', payload: { job: { type: 'a', payload: { card: '4111' } } } } as unknown as Envelope;
    expect(JSON.stringify(redaction.envelope(created))).not.toContain('4111');
    const error = { code: 'boom', message: 'm', details: { body: 's3cret' } };
    expect(redaction.error(error)).toEqual({ code: 'boom', message: 'm', details: { body: REDACTED } });
    expect(redaction.error(undefined)).toBeUndefined();
    const attempt = { jobId: 'j', number: 1, state: 'FAILED', deliveryId: 'd', workerId: 'w', startedAt: '', error } as const;
    expect(JSON.stringify([redaction.entry({ details: { error } } as unknown as TimelineEntry), redaction.attempt(attempt)])).not.toContain('s3cret');
    expect(redaction.schedule({ name: 's', job: { type: 'a', payload: { card: '4111' } } } as unknown as Schedule)).toEqual({ name: 's', job: { type: 'a', payload: { card: REDACTED } } });
  });

  it('without rules gives everything as it is, texts too', () => {
    const idle = new Redaction([]);
    expect([idle.isIdle, idle.job(job), idle.envelopeText('{"payload": {}}')]).toEqual([true, job, '{"payload": {}}']);
  });

  it('never lets a hidden value through, however deep it stands', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 4 }), (around, path) => {
        const payload = path.reduceRight<unknown>((value, key) => ({ [key]: value, around }), 'S3CRET-VALUE');
        const shown = new Redaction([`/payload/${path.join('/')}`]).job({ ...job, payload: payload as Job['payload'] });
        return !JSON.stringify(shown).includes('S3CRET-VALUE');
      }),
    );
  });
});
