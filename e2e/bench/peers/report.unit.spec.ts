import { CONTENDERS } from './contenders';
import { ratiosOf, type Report, spreadOf, tableOf, withTable } from './report';

const rate = (median: number) => ({ jobsPerSecond: { median, min: median - 1, max: median + 1 } });

const report: Report = {
  rounds: 5,
  loadavg: { median: 2, min: 1, max: 3 },
  results: {
    jobObservatory: { submit: rate(6000), drain: rate(2000), recovery: { p50Ms: spreadOf([400]) } },
    pgBoss: { submit: rate(4000), recovery: { p50Ms: spreadOf([150_000]), gaveUp: spreadOf([1]) } },
    celery: { drain: rate(1000) },
  },
  ratios: { submitVsPgBoss: 1.5 },
};

describe('the report on the peers', () => {
  it('takes medians of odd and even counts, in whatever order they come', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
    expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, min: 1, max: 4 });
  });

  it('compares only what was measured of both', () => {
    expect(ratiosOf(report.results)).toEqual({ submitVsPgBoss: 1.5, drainVsCelery: 2 });
  });

  it('has a row for each contender, also for those that look better', () => {
    const table = tableOf(report);
    for (const { title } of CONTENDERS) expect(table).toContain(`| ${title} |`);
    expect(table).toContain('6,000 (5,999–6,001)');
    expect(table).toContain('not in 150 s');
    expect(table).toContain('| 0.4 |');
  });

  it('replaces the table of before, and nothing else', () => {
    const document = 'before\n<!-- peers: written by make bench-peers -->\nold\n<!-- peers: end -->\nafter\n';
    const once = withTable(document, report);
    expect(once).not.toContain('old');
    expect(once.startsWith('before\n')).toBe(true);
    expect(once.endsWith('after\n')).toBe(true);
    expect(withTable(once, report)).toBe(once);
    expect(() => withTable('no marks', report)).toThrow('docs/performance.md must hold');
  });
});
