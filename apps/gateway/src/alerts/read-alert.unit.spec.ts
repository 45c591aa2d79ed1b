import fc from 'fast-check';
import { validator, type WebhookAlert } from '#contracts';
import { readAlert } from './read-alert';

const webhook = (changes: Partial<WebhookAlert> = {}): WebhookAlert => ({ status: 'firing', labels: { alertname: 'ServiceDown', severity: 'critical' }, startsAt: '2026-03-01T12:00:00.250123456Z', endsAt: '0001-01-01T00:00:00Z', fingerprint: 'c1d2e3f4a5b60718', ...changes });

describe('an alert of the webhook', () => {
  it('is read with what its labels and annotations say of it', () => {
    const labels = { zone: 'a', alertname: 'ServiceDown', severity: 'critical', category: 'availability', service: 'worker' };
    const annotations = { summary: 'A worker does not answer.', description: 'No scrape has succeeded.', runbook_url: 'docs/runbooks/ServiceDown.md', other: 'x' };
    const read = readAlert(webhook({ labels, annotations, generatorURL: 'http://prometheus:9090/graph?g0.expr=up%20%3D%3D%200' }));
    expect(read).toEqual({
      fingerprint: 'c1d2e3f4a5b60718', name: 'ServiceDown', state: 'firing', severity: 'critical', category: 'availability', service: 'worker', summary: 'A worker does not answer.', description: 'No scrape has succeeded.',
      runbookUrl: 'docs/runbooks/ServiceDown.md', generatorUrl: 'http://prometheus:9090/graph?g0.expr=up%20%3D%3D%200', startsAt: '2026-03-01T12:00:00.250Z', endsAt: undefined, labels,
    });
    expect(Object.keys(read?.labels ?? {})).toEqual(['alertname', 'category', 'service', 'severity', 'zone']);
  });

  it('has its times in ours: UTC, milliseconds', () => {
    expect(readAlert(webhook({ status: 'resolved', startsAt: '2026-03-01T12:00:00+01:00', endsAt: '2026-03-01T12:10:00.5Z' }))).toMatchObject({ state: 'resolved', startsAt: '2026-03-01T11:00:00.000Z', endsAt: '2026-03-01T12:10:00.500Z' });
  });

  it.each([['critical', 'critical'], ['info', 'info'], ['none', 'info'], ['page', 'warning'], [undefined, 'warning']])('of severity %s is %s', (severity, expected) => {
    expect(readAlert(webhook({ labels: { alertname: 'A', ...(severity === undefined ? {} : { severity }) } }))?.severity).toBe(expected);
  });

  it.each<[string, Partial<WebhookAlert>]>([
    ['no name', { labels: { severity: 'critical' } }],
    ['a name of blanks', { labels: { alertname: ' \u0007 ' } }],
    ['no fingerprint', { fingerprint: '' }],
    ['a fingerprint that is a path', { fingerprint: '../x' }],
    ['a beginning that is no time', { startsAt: 'yesterday' }],
    ['a beginning that was never set', { startsAt: '0001-01-01T00:00:00Z' }],
    ['a month that does not exist', { startsAt: '2026-13-01T00:00:00Z' }],
  ])('cannot be taken with %s', (_what, changes) => {
    expect(readAlert(webhook(changes))).toBeUndefined();
  });

  it.each([['javascript:alert(1)'], [' JavaScript:alert(1)'], ['data:text/html,x'], ['//elsewhere.example.test/x'], ['http://a b'], ['x'.repeat(2_001)], ['java\u0000script:alert(1)']])('has no link that leads elsewhere: %s', (link) => {
    expect(readAlert(webhook({ annotations: { runbook_url: link }, generatorURL: link }))).toMatchObject({ runbookUrl: undefined, generatorUrl: undefined });
  });

  it('fits the contract whatever was written into it, and the database takes it', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('\u0000', '\ud800', 'x'.repeat(9_000), '<script>', '\u202e'));
    const map = fc.dictionary(text, text, { maxKeys: 8 });
    fc.assert(
      fc.property(map, map, text, text, (labels, annotations, generatorURL, name) => {
        const read = readAlert(webhook({ labels: { ...labels, alertname: `A${name}` }, annotations: { ...annotations, summary: name, description: generatorURL, runbook_url: generatorURL }, generatorURL }));
        expect(validator('Alert')(read)).toMatchObject({ ok: true });
        expect(JSON.stringify(read)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
      }),
      { numRuns: 300 },
    );
  });

  it('has so many labels and no more', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`l${i}`, 'v'.repeat(2_000)]));
    const read = readAlert(webhook({ labels: { ...many, alertname: 'A' } }));
    expect([Object.keys(read?.labels ?? {}).length, read?.labels.alertname, read?.labels.l0?.length]).toEqual([64, 'A', 1_000]);
  });
});
