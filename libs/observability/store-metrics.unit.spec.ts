import { METRICS, metricsOf, STORE_METRICS } from '.';

describe('the metrics that others export', () => {
  it.each(STORE_METRICS.map((metric) => [metric.name, metric] as const))('%s is said in one sentence, and is none of ours', (name, { help }) => {
    expect(help).toMatch(/^[A-Z0-9].*\.$/s);
    expect(Object.values(METRICS).map((metric): string => metric.name)).not.toContain(name);
  });

  it('stand there once each', () => {
    expect(new Set(STORE_METRICS.map(({ name }) => name)).size).toBe(STORE_METRICS.length);
  });

  it.each(['pg_up', 'redis_up', 'mongodb_up'])('tell by %s whether a store is there', (name) => {
    expect(STORE_METRICS.some((metric) => metric.name === name)).toBe(true);
  });

  it('are asked for by exporter', () => {
    expect(metricsOf('redis').every(({ name }) => name.startsWith('redis_'))).toBe(true);
  });
});
