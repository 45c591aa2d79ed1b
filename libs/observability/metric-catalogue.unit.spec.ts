import { counter, gauge, histogram, METRICS, MetricDeclaration, registerMetrics, renderMetrics } from '.';
import { knownLabelSets } from './metric-handles';

const declarations = Object.entries(METRICS) as [string, MetricDeclaration][];

/** What would tie a series to one job or one request. */
const UNBOUNDED = /(job|event|delivery|attempt|correlation|tenant|trace|idempotency)_?(id|key)$|^(id|tenant|payload|path|url)$/i;

describe('the catalogue of metrics', () => {
  it.each(declarations)('%s is named observatory_<thing>_<unit>, _total when it is a counter and never else', (_key, { name, type }) => {
    expect(name).toMatch(/^observatory_[a-z0-9]+(_[a-z0-9]+)*$/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
  });

  it.each(declarations)('%s says in one sentence what it measures, and who does', (_key, { help, services }) => {
    expect(help).toMatch(/^[A-Z0-9].*\.$/s);
    expect(services.length).toBeGreaterThan(0);
  });

  it.each(declarations)('%s has no label that grows with the work', (_key, { labels }) => {
    expect(Object.keys(labels).filter((label) => UNBOUNDED.test(label) || label === 'service')).toEqual([]);
  });

  it.each(['jobId', 'job_id', 'correlationId', 'tenant', 'tenant_id', 'path', 'deliveryId'])('would refuse the label %s', (label) => {
    expect(UNBOUNDED.test(label)).toBe(true);
  });

  it.each(declarations.filter(([, declaration]) => declaration.type === 'histogram'))('%s has rising buckets', (_key, declaration) => {
    const { buckets } = declaration as MetricDeclaration & { type: 'histogram' };
    expect([...buckets].sort((a, b) => a - b)).toEqual([...buckets]);
  });

  it('gives no name twice', () => {
    expect(new Set(declarations.map(([, { name }]) => name)).size).toBe(declarations.length);
  });
});

describe('handles', () => {
  it('count, set and observe under typed labels', async () => {
    counter('jobsSubmitted').labels({ route: 'single', outcome: 'accepted' }).inc();
    counter('jobsSubmitted').labels({ route: 'single', outcome: 'accepted' }).inc(2);
    gauge('logHeadPosition').labels({}).set(41);
    histogram('appendBatchSize').labels({}).observe(3);
    // @ts-expect-error the label has a closed list of values
    expect(() => counter('jobsSubmitted').labels({ route: 'single', outcome: 'perhaps' })).not.toThrow();
    // @ts-expect-error a gauge is not a counter
    expect(() => counter('logHeadPosition')).not.toThrow();
    const text = await renderMetrics();
    expect(text).toMatch(/observatory_jobs_submitted_total\{.*outcome="accepted".*\} 3/);
    expect(text).toMatch(/observatory_log_head_position(\{.*\})? 41/);
    expect(text).toMatch(/observatory_append_batch_jobs_bucket\{le="4".*\} 1/);
  });

  it('start at zero where every label is known', async () => {
    registerMetrics('worker');
    registerMetrics('aggregator');
    const text = await renderMetrics();
    expect(text).toContain('observatory_attempts_asked_total{answer="granted"} 0');
    expect(text).toContain('observatory_gaps_repaired_total 0');
    expect(text).toContain('observatory_worker_slots 0');
    expect(text).toContain('observatory_grant_duration_seconds_count 0');
    expect(text).not.toContain('observatory_attempts_finished_total{');
  });
});

describe('knownLabelSets', () => {
  it('combines all values', () => {
    expect(knownLabelSets({ a: ['1', '2'], b: ['x'] })).toEqual([{ a: '1', b: 'x' }, { a: '2', b: 'x' }]);
  });

  it('is one empty set without labels, and nothing as soon as a label is open', () => {
    expect([knownLabelSets({}), knownLabelSets({ a: ['1'], b: null })]).toEqual([[{}], []]);
  });
});
