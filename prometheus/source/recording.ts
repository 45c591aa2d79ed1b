import type { RecordingRule } from './alert';

/** Ratios and quantiles that several dashboards and people ask for; computed once, the same for all. */
export const SERVICE_RECORDING: readonly RecordingRule[] = [
  {
    record: 'service:observatory_http_requests:rate5m',
    expression: (spans) => `sum by (service) (rate(observatory_http_request_duration_seconds_count[${spans.window('5m')}]))`,
  },
  {
    record: 'service:observatory_http_errors:ratio_rate5m',
    expression: (spans) =>
      `sum by (service) (rate(observatory_http_request_duration_seconds_count{status="5xx"}[${spans.window('5m')}])) / (sum by (service) (rate(observatory_http_request_duration_seconds_count[${spans.window('5m')}])) > 0)`,
  },
  {
    record: 'service:observatory_http_request_duration_seconds:p95_rate5m',
    expression: (spans) => `histogram_quantile(0.95, sum by (service, le) (rate(observatory_http_request_duration_seconds_bucket[${spans.window('5m')}])))`,
  },
  {
    record: 'queue:observatory_job_pickup_duration_seconds:p95_rate5m',
    expression: (spans) => `histogram_quantile(0.95, sum by (queue, le) (rate(observatory_job_pickup_duration_seconds_bucket[${spans.window('5m')}])))`,
  },
  {
    record: 'job_type:observatory_job_failures:ratio_rate5m',
    expression: (spans) =>
      `sum by (job_type) (rate(observatory_job_events_total{event="failed"}[${spans.window('5m')}])) / (sum by (job_type) (rate(observatory_job_events_total{event=~"completed|failed"}[${spans.window('5m')}])) > 0)`,
  },
  {
    record: 'service:process_cpu_seconds:rate5m',
    expression: (spans) => `sum by (service) (rate(process_cpu_seconds_total[${spans.window('5m')}]))`,
  },
];
