import { falls, rises } from '../cause';
import { QUANTILE_COLOURS } from '../colours';
import type { Dashboard } from '../panel';
import { quantileOf, quantiles, query, RATE } from '../queries';

const ANSWERS = 'observatory_http_request_duration_seconds_count';
const API = 'route=~"/v1/.*"';

export const slo: Dashboard = {
  uid: 'slo',
  title: 'Service levels and budgets',
  description: 'What was promised, how it is kept, and how much of each error budget is left.',
  variables: [],
  rows: [
    {
      panels: [
        {
          kind: 'stat', title: 'Availability', width: 6, unit: 'percentunit', decimals: 3, max: 1, moves: falls('mongo_stopped'), description: 'Share of the answers of the APIs that were not the fault of the platform, in the chosen time. 99.9 % is promised.',
          queries: [query(`1 - (sum(increase(${ANSWERS}{status="5xx", ${API}}[$__range])) or vector(0)) / sum(increase(${ANSWERS}{${API}}[$__range]))`, 'available')],
          thresholds: [{ colour: 'red' }, { from: 0.999, colour: 'green' }],
        },
        {
          kind: 'stat', title: 'Response time', width: 6, unit: 's', decimals: 3, moves: rises('load'), description: '95th percentile of the answers of the APIs. Above 0.2 s is a ticket, above 0.4 s a page.',
          queries: [query(quantileOf(0.95, 'observatory_http_request_duration_seconds', API), 'p95')], thresholds: [{ colour: 'green' }, { from: 0.2, colour: 'yellow' }, { from: 0.4, colour: 'red' }],
        },
        {
          kind: 'stat', title: 'Jobs that complete', width: 6, unit: 'percentunit', decimals: 2, max: 1, moves: falls('failures'), description: 'Of the jobs that completed or failed in the chosen time, the share that completed.',
          queries: [query('sum(increase(observatory_jobs_finished_total{status="COMPLETED"}[$__range])) / sum(increase(observatory_jobs_finished_total{status=~"COMPLETED|FAILED"}[$__range]))', 'completed')],
          thresholds: [{ colour: 'red' }, { from: 0.95, colour: 'yellow' }, { from: 0.99, colour: 'green' }],
        },
        {
          kind: 'stat', title: 'Alerts firing', width: 6, unit: 'none', decimals: 0, moves: rises('alert'), description: 'Critical and warning alerts that fire now.',
          queries: [query('count(ALERTS{alertstate="firing", severity=~"critical|warning"}) or vector(0)', 'firing')], thresholds: [{ colour: 'green' }, { from: 1, colour: 'red' }],
        },
      ],
    },
    {
      title: 'How the promises are kept',
      panels: [
        {
          kind: 'time', title: 'Errors of the platform', width: 12, unit: 'percentunit', moves: rises('mongo_stopped'), description: 'Share of the answers of each API that were the fault of the platform.',
          queries: [query(`sum by (service) (rate(${ANSWERS}{status="5xx", ${API}}[${RATE}])) / sum by (service) (rate(${ANSWERS}{${API}}[${RATE}]))`, '{{service}}')],
        },
        { kind: 'time', title: 'Response time', width: 12, unit: 's', moves: rises('load'), colours: QUANTILE_COLOURS, description: 'Time to answer, all APIs.', queries: quantiles('observatory_http_request_duration_seconds', API) },
      ],
    },
  ],
};
