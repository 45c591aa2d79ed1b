import { type AlertResult, drillsDocument, merged, summaryLine, terminalLine } from './report';

const result = (facts: Partial<AlertResult> = {}): AlertResult => ({
  alert: 'ServiceDown',
  drill: 'worker-hangs',
  fault: 'the worker is stopped',
  repair: 'it runs on',
  severities: ['critical'],
  detection: { prometheus: 16, alertmanager: 16.2, observatory: 18.4 },
  resolution: { prometheus: 4, alertmanager: 4.1, observatory: 9 },
  statedDetection: 30,
  statedResolution: 20,
  productionDetection: 75,
  toldAfterRepair: false,
  at: '2026-01-31T23:59:59.123Z',
  outcome: 'in_time',
  ...facts,
});

describe('the report of the drills', () => {
  it('keeps what an earlier run saw until the alert is drilled again, and forgets alerts that are no more', () => {
    const again = result({ at: '2026-02-01T00:00:00.000Z' });
    expect(merged([result({ alert: 'Gone' }), result(), result({ alert: 'Other' })], [again], ['Other', 'ServiceDown'])).toEqual([result({ alert: 'Other' }), again]);
  });

  it('says of each alert what was done and when it was seen where, and of those never drilled that they were not', () => {
    const text = drillsDocument([result()], ['ServiceDown', 'HostMemoryLow']);
    expect(text).toContain(
      '| [ServiceDown](runbooks/ServiceDown.md) critical | the worker is stopped; it runs on | 16.0 · 16.2 · 18.4 | 30 | 4.0 · 4.1 · 9.0 | 20 | 75 | in time (2026-01-31 23:59) |',
    );
    expect(text).toContain('| HostMemoryLow | never drilled |');
    expect(text).toContain('1 in time, 0 late, 0 failed, 0 not run');
  });

  it('says plainly why a drill was not run, and gives no times', () => {
    const text = drillsDocument([result({ outcome: 'not_run', note: 'it takes root', severities: [], detection: {}, resolution: {} })], ['ServiceDown']);
    expect(text).toContain('|  | 30 |  | 20 | 75 | not run: it takes root |');
    expect(terminalLine(result({ outcome: 'not_run', note: 'it takes root' }))).toMatch(/^not run +ServiceDown +it takes root$/);
  });

  it('counts what came of them', () => {
    expect(summaryLine([result(), result({ outcome: 'late' }), result({ outcome: 'failed' })])).toBe('1 in time, 1 late, 1 failed, 0 not run');
  });
});
