import { metricsOf, PromqlFault, selectorsOf } from './promql';

describe('a PromQL expression', () => {
  it('names the metrics that it reads, and neither functions, labels nor label values', () => {
    const expression = 'histogram_quantile(0.95, sum by (le, job_type) (rate(a_seconds_bucket{route="b_total"}[5m] offset 1m))) > on (queue) group_left () service:c:rate5m and absent(up)';
    expect(metricsOf(expression)).toEqual(['a_seconds_bucket', 'service:c:rate5m', 'up']);
  });

  it('names a metric once, and one that is chosen by its name label too', () => {
    expect(metricsOf('x / (x + {__name__="y"})')).toEqual(['x', 'y']);
  });

  it('says how each selector narrows down', () => {
    expect(selectorsOf('up{job!="a", service=~"b|c"}')).toEqual([
      { name: 'up', matchers: [{ label: 'job', operator: '!=', value: 'a' }, { label: 'service', operator: '=~', value: 'b|c' }] },
    ]);
  });

  it.each(['rate(foo[', 'sum by (x', 'foo[$__rate_interval]', 'a +', ''])('is refused where it is none: %s', (expression) => {
    expect(() => metricsOf(expression)).toThrow(PromqlFault);
  });
});
