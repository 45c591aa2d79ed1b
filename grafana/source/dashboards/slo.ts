import { falls, rises } from '../cause';
import { QUANTILE_COLOURS } from '../colours';
import type { Dashboard } from '../panel';
import { chosen, query, quantiles } from '../queries';

const SLO = chosen('slo');
const API = 'service=~"gateway|observatory", route=~"/v1/.+", route!~".*/stream"';

/** Fires as a page when it lasts: 2 % of a month's budget in an hour. */
const PAGE_BURN = 14.4;

export const slo: Dashboard = {
  uid: 'slo',
  title: 'Service levels and budgets',
  description: 'What was promised, how it is kept, and how much of each error budget is left. An alert says that a budget is being spent too fast; this says which, since when, and what is left.',
  variables: [{ name: 'slo', label: 'Service level', metric: 'slo:objective:ratio', of: 'slo' }],
  rows: [
    {
      panels: [
        {
          kind: 'stat', title: 'Availability', width: 4, unit: 'percentunit', decimals: 2, max: 1, moves: falls('mongo_stopped'), runbooks: ['SloAvailabilityBurn'],
          description: 'Share of the answers of the API in the last five minutes that were no fault of the platform. 99.9 % is promised.',
          queries: [query('1 - slo:sli_error:ratio_rate5m{slo="availability"}', 'available')], thresholds: [{ colour: 'red' }, { from: 0.99, colour: 'yellow' }, { from: 0.999, colour: 'green' }],
        },
        {
          kind: 'stat', title: 'Answers within target', width: 4, unit: 'percentunit', decimals: 1, max: 1, moves: falls('postgres_stopped'),
          description: 'Share of the answers of the API in the last five minutes that came within RESPONSE_TIME_P95_TARGET_MS (400 ms). 95 % is promised.',
          queries: [query('1 - slo:sli_error:ratio_rate5m{slo="response_time_target"}', 'within target')], thresholds: [{ colour: 'red' }, { from: 0.95, colour: 'green' }],
        },
        {
          kind: 'stat', title: 'Jobs that complete', width: 4, unit: 'percentunit', decimals: 1, max: 1, moves: falls('failures'),
          description: 'Of the jobs that completed or failed in the last five minutes, the share that completed.',
          queries: [query('1 - slo:sli_error:ratio_rate5m{slo="job_success"}', 'completed')], thresholds: [{ colour: 'red' }, { from: 0.95, colour: 'yellow' }, { from: 0.99, colour: 'green' }],
        },
        {
          kind: 'stat', title: 'Shown in time', width: 4, unit: 'percentunit', decimals: 1, max: 1, moves: falls('mongo_stopped'),
          description: 'Share of the events of the last five minutes that the read models showed as soon as promised.',
          queries: [query('1 - slo:sli_error:ratio_rate5m{slo="submit_to_visible"}', 'in time')], thresholds: [{ colour: 'red' }, { from: 0.99, colour: 'green' }],
        },
        {
          kind: 'stat', title: 'Least budget left', width: 4, unit: 'percentunit', decimals: 1, moves: falls('mongo_stopped'),
          description: 'What is left of the error budget of 30 days, of the service level that has least. Below zero a promise is broken.',
          queries: [query(`min(slo:period_error_budget_remaining:ratio{${SLO}})`, 'left')], thresholds: [{ colour: 'red' }, { from: 0, colour: 'orange' }, { from: 0.25, colour: 'yellow' }, { from: 0.5, colour: 'green' }],
        },
        {
          kind: 'stat', title: 'Alerts firing', width: 4, unit: 'none', decimals: 0, moves: rises('alert'), description: 'Critical and warning alerts that fire now.',
          queries: [query('count(ALERTS{alertstate="firing", severity=~"critical|warning"}) or vector(0)', 'firing')], thresholds: [{ colour: 'green' }, { from: 1, colour: 'red' }],
        },
      ],
    },
    {
      title: 'Budgets',
      panels: [
        {
          kind: 'bars', title: 'Error budget left', width: 12, unit: 'percentunit', min: 0, max: 1, moves: falls('mongo_stopped'), description: 'What is left of the error budget of 30 days, by service level: 100 % is untouched, 0 % is spent.',
          queries: [query(`slo:period_error_budget_remaining:ratio{${SLO}}`, '{{slo}}')], thresholds: [{ colour: 'red' }, { from: 0.05, colour: 'orange' }, { from: 0.25, colour: 'yellow' }, { from: 0.5, colour: 'green' }],
        },
        {
          kind: 'time', title: 'Burn rate', width: 12, unit: 'short', moves: rises('mongo_stopped'), bound: true, thresholds: [{ colour: 'green' }, { from: PAGE_BURN, colour: 'red' }],
          description: 'How fast each budget is spent, over five minutes: 1 spends it in exactly 30 days. Above the dashed line, 14.4, an hour spends 2 % of it, and somebody is paged when it lasts.',
          queries: [query(`slo:current_burn_rate:ratio{${SLO}}`, '{{slo}}')],
        },
        {
          kind: 'time', title: 'Bad share over an hour', width: 12, unit: 'percentunit', moves: rises('mongo_stopped'), description: 'Share of bad events in the last hour, by service level: what fast burns are judged by.',
          queries: [query(`slo:sli_error:ratio_rate1h{${SLO}}`, '{{slo}}')],
        },
        {
          kind: 'time', title: 'Bad share over six hours', width: 12, unit: 'percentunit', moves: rises('mongo_stopped'), description: 'Share of bad events in the last six hours, by service level: what slow burns are judged by.',
          queries: [query(`slo:sli_error:ratio_rate6h{${SLO}}`, '{{slo}}')],
        },
      ],
    },
    {
      title: 'Alerts',
      panels: [
        {
          kind: 'time', title: 'Firing by severity', width: 8, unit: 'none', decimals: 0, moves: rises('alert'), colours: { critical: 'red', warning: 'orange', info: 'blue' }, description: 'Alerts that fire, as Prometheus sees them.',
          queries: [query('count by (severity) (ALERTS{alertstate="firing"})', '{{severity}}')],
        },
        {
          kind: 'time', title: 'Taken into the log', width: 8, unit: 'none', decimals: 0, moves: rises('alert'), description: 'Alerts that Alertmanager told the gateway of in the last hour, by what became of them: each occurrence is one event of the log, whatever is repeated.',
          queries: [query('sum by (outcome) (increase(observatory_alerts_received_total[1h]))', '{{outcome}}')],
        },
        {
          kind: 'time', title: 'Not acknowledged', width: 8, unit: 'none', decimals: 0, moves: rises('alert'), colours: { critical: 'red', warning: 'orange', info: 'blue' }, description: 'Alerts that hold and that nobody has acknowledged. A critical one escalates after 15 minutes.',
          queries: [query('max by (severity) (observatory_alerts_unacknowledged)', '{{severity}}')], runbooks: ['AlertUnacknowledged'],
        },
      ],
    },
    {
      title: 'What they are made of',
      panels: [
        {
          kind: 'time', title: 'Errors of the platform', width: 8, unit: 'percentunit', moves: rises('mongo_stopped'), description: 'Share of the answers of each service that were the fault of the platform, over five minutes.',
          queries: [query('service:observatory_http_errors:ratio_rate5m', '{{service}}')],
        },
        { kind: 'time', title: 'Response time', width: 8, unit: 's', moves: rises('load'), colours: QUANTILE_COLOURS, description: 'Time to answer, the API of the gateway and of the observatory.', queries: quantiles('observatory_http_request_duration_seconds', API) },
        {
          kind: 'time', title: 'Failures by type', width: 8, unit: 'percentunit', moves: rises('failures'), description: 'Of the jobs that completed or failed, the share that failed, by type, over five minutes.',
          queries: [query('job_type:observatory_job_failures:ratio_rate5m', '{{job_type}}')], runbooks: ['JobFailureRateHigh'], more: 'job-pipeline',
        },
      ],
    },
  ],
};
