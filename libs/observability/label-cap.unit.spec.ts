import { METRICS, type MetricDeclaration } from '.';
import { LABEL_CAPS, LabelCap, OTHER, seriesBound } from './label-cap';

const many = (n: number, name: string): string[] => Array.from({ length: n }, (_, i) => `${name}-${i}`);

describe('a label cap', () => {
  it('shows the first values, for ever, and folds the later ones', () => {
    const cap = new LabelCap(['tenant'], 200);
    const shown = many(LABEL_CAPS.tenant + 20, 't').map((tenant) => cap.fold({ tenant })['tenant']);
    expect(shown).toEqual([...many(LABEL_CAPS.tenant, 't'), ...Array.from({ length: 20 }, () => OTHER)]);
    expect([cap.fold({ tenant: 't-0' }), cap.fold({ tenant: 't-69' })]).toEqual([{ tenant: 't-0' }, { tenant: OTHER }]);
  });

  it('leaves labels alone whose values are known', () => {
    const cap = new LabelCap(['tenant'], 200);
    expect(many(100, 'e').map((event) => cap.fold({ tenant: 'a', event })['event'])).toEqual(many(100, 'e'));
  });

  it('bounds combinations too: one beyond them is other in every open label', () => {
    const cap = new LabelCap(['job_type', 'queue'], 3);
    const fold = (job_type: string, queue: string) => cap.fold({ event: 'failed', job_type, queue });
    expect([fold('a', 'x'), fold('a', 'y'), fold('b', 'x')]).toEqual([
      { event: 'failed', job_type: 'a', queue: 'x' }, { event: 'failed', job_type: 'a', queue: 'y' }, { event: 'failed', job_type: 'b', queue: 'x' },
    ]);
    expect(fold('b', 'y')).toEqual({ event: 'failed', job_type: OTHER, queue: OTHER });
    expect(fold('a', 'y')).toEqual({ event: 'failed', job_type: 'a', queue: 'y' });
  });

  it('never shows more than it says, whatever comes', () => {
    const cap = new LabelCap(['job_type', 'queue'], METRICS.jobEvents.combinations);
    const seen = new Set<string>();
    for (const job_type of many(200, 'type')) for (const queue of many(200, 'queue')) seen.add(JSON.stringify(cap.fold({ job_type, queue })));
    expect(seen.size).toBe(METRICS.jobEvents.combinations + 1);
    expect(seen.size * METRICS.jobEvents.labels.event.length).toBe(seriesBound(METRICS.jobEvents));
  });
});

describe('the bound on a metric’s series', () => {
  const base = { name: 'observatory_x', help: 'X.', services: ['gateway'] } as const;
  it.each<[string, MetricDeclaration, number]>([
    ['no label', { ...base, type: 'gauge', labels: {} }, 1],
    ['a known label', { ...base, type: 'counter', labels: { a: ['1', '2'] } }, 2],
    ['an open label', { ...base, type: 'counter', labels: { tenant: null, a: ['1', '2'] } }, 2 * (LABEL_CAPS.tenant + 1)],
    ['two open labels', { ...base, type: 'counter', combinations: 10, labels: { tenant: null, queue: null } }, 11],
    ['a histogram', { ...base, type: 'histogram', buckets: [1, 2], labels: { a: ['1', '2'] } }, 10],
  ])('%s', (_name, declaration, bound) => {
    expect(seriesBound(declaration)).toBe(bound);
  });
});
