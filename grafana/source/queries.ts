import type { Query } from './panel';
import type { Expectation } from './cause';

/** Long enough for four scrapes, whatever the zoom; Grafana fills it in, and so does the panel check. */
export const RATE = '$__rate_interval';

/** A label matcher that a variable of the dashboard fills in. */
export const chosen = (...labels: string[]): string => labels.map((label) => `${label}=~"$${label}"`).join(', ');

export const query = (expr: string, legend: string, moves?: Expectation): Query => ({ expr, legend, ...(moves && { moves }) });

/** Per second, summed by labels. */
export function rateBy(labels: readonly string[], metric: string, matchers = ''): Query {
  const by = labels.length === 0 ? '' : ` by (${labels.join(', ')})`;
  return query(`sum${by} (rate(${metric}${matchers === '' ? '' : `{${matchers}}`}[${RATE}]))`, labels.map((label) => `{{${label}}}`).join(' '));
}

/** p50, p95 and p99 of a histogram, `metric` without `_bucket`. */
export function quantiles(metric: string, matchers = ''): Query[] {
  return [0.5, 0.95, 0.99].map((quantile) => query(quantileOf(quantile, metric, matchers), `p${Math.round(quantile * 100)}`));
}

export function quantileOf(quantile: number, metric: string, matchers = '', by: readonly string[] = []): string {
  const selector = `${metric}_bucket${matchers === '' ? '' : `{${matchers}}`}`;
  return `histogram_quantile(${quantile}, sum by (${['le', ...by].join(', ')}) (rate(${selector}[${RATE}])))`;
}
