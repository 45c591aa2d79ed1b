import { counter, gauge, histogram, METRICS, MetricDeclaration, registerMetrics, renderMetrics } from '.';
import { LABEL_CAPS, openLabels, seriesBound } from './label-cap';
import { knownLabelSets } from './metric-handles';

const declarations = Object.entries(METRICS) as [string, MetricDeclaration][];

/** What would tie a series to one job or one request. */
const UNBOUNDED = /(job|event|delivery|attempt|correlation|tenant|trace|worker|instance|idempotency)_?(id|key)$|^(id|payload|path|url|worker|instance)$/i;
/** More series than this of one metric in one process are too many for anybody to look at. */
const MOST_SERIES = 50_000;

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

  it.each(['jobId', 'job_id', 'correlationId', 'tenant_id', 'path', 'deliveryId', 'workerId'])('would refuse the label %s', (label) => {
    expect(UNBOUNDED.test(label)).toBe(true);
  });

  it.each(declarations)('%s caps each label whose values are not listed, and so has a bound on its series', (_key, declaration) => {
    expect(Object.keys(LABEL_CAPS)).toEqual(expect.arrayContaining(openLabels(declaration)));
    expect(seriesBound(declaration)).toBeLessThanOrEqual(MOST_SERIES);
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

describe('a flood of names', () => {
  it('ends in other, with nothing lost, and leaves what was there first', async () => {
    const events = counter('tenantJobs');
    for (let tenant = 0; tenant < 1_000; tenant += 1) events.labels({ tenant: `flood-${tenant}`, event: 'submitted' }).inc();
    events.labels({ tenant: 'flood-3', event: 'submitted' }).inc();
    const lines = (await renderMetrics()).split('\n').filter((line) => line.startsWith('observatory_tenant_jobs_total{'));
    expect(lines).toHaveLength(LABEL_CAPS.tenant + 1);
    expect(lines).toContain('observatory_tenant_jobs_total{tenant="flood-3",event="submitted"} 2');
    expect(lines).toContain(`observatory_tenant_jobs_total{tenant="other",event="submitted"} ${1_000 - LABEL_CAPS.tenant}`);
  });

  it('gives the same child each time, so that keeping one or asking again comes to the same', () => {
    const handle = histogram('jobPickupDuration');
    expect(handle.labels({ queue: 'a' })).toBe(handle.labels({ queue: 'a' }));
  });

  it('says under which names gauges are shown, so that they can be summed up, and forgets them when told', async () => {
    const depth = gauge('queueDepth');
    const shown = Array.from({ length: 150 }, (_, i) => depth.shown({ queue: `q${i}` }).queue);
    expect(new Set(shown).size).toBe(LABEL_CAPS.queue + 1);
    for (const queue of new Set(shown)) depth.labels({ queue }).set(1);
    depth.reset();
    expect(await renderMetrics()).not.toContain('observatory_queue_depth{');
  });
});
