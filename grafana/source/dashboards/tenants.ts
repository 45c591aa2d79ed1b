import { rises } from '../cause';
import { EVENT_COLOURS } from '../colours';
import type { Dashboard } from '../panel';
import { chosen, query, RATE } from '../queries';

const OF = chosen('tenant');

const perSecond = (event: string) => query(`sum(rate(observatory_tenant_jobs_total{event="${event}", ${OF}}[${RATE}]))`, event);

export const tenants: Dashboard = {
  uid: 'tenants',
  title: 'Tenants',
  description: 'Who uses the platform, and how it goes for them. Tenants beyond the cap of the metric are counted together as "other"; the observatory knows each of them.',
  variables: [{ name: 'tenant', label: 'Tenant', metric: 'observatory_tenant_jobs_total', of: 'tenant' }],
  rows: [
    {
      panels: [
        { kind: 'stat', title: 'Tenants', width: 6, unit: 'none', decimals: 0, moves: rises('load'), queries: [query(`count(count by (tenant) (rate(observatory_tenant_jobs_total{event="submitted", ${OF}}[${RATE}]) > 0)) or vector(0)`, 'tenants')], description: 'Tenants that submit jobs now.' },
        { kind: 'stat', title: 'Submitted', width: 6, unit: 'ops', decimals: 1, moves: rises('load'), queries: [perSecond('submitted')], description: 'Jobs that the chosen tenants submit, per second.' },
        { kind: 'stat', title: 'Completed', width: 6, unit: 'ops', decimals: 1, moves: rises('load'), queries: [perSecond('completed')], description: 'Jobs of the chosen tenants that complete, per second.' },
        {
          kind: 'stat', title: 'Failed share', width: 6, unit: 'percentunit', decimals: 1, moves: rises('failures'), description: 'Of the jobs of the chosen tenants that ended, the share that failed.',
          queries: [query(`sum(rate(observatory_tenant_jobs_total{event="failed", ${OF}}[${RATE}])) / sum(rate(observatory_tenant_jobs_total{event=~"completed|failed", ${OF}}[${RATE}]))`, 'failed')],
          thresholds: [{ colour: 'green' }, { from: 0.01, colour: 'yellow' }, { from: 0.05, colour: 'red' }],
        },
      ],
    },
    {
      title: 'By tenant',
      panels: [
        { kind: 'time', title: 'Submitted', width: 12, unit: 'ops', stacked: true, moves: rises('load'), queries: [query(`topk(10, sum by (tenant) (rate(observatory_tenant_jobs_total{event="submitted", ${OF}}[${RATE}])))`, '{{tenant}}')], description: 'Jobs submitted per second, the ten busiest tenants.' },
        { kind: 'time', title: 'Failed', width: 12, unit: 'ops', moves: rises('failures'), queries: [query(`topk(10, sum by (tenant) (rate(observatory_tenant_jobs_total{event="failed", ${OF}}[${RATE}])))`, '{{tenant}}')], description: 'Jobs failed for good per second, the ten tenants with the most.', runbooks: ['JobFailureRateHigh'] },
        { kind: 'time', title: 'All chosen tenants', width: 12, unit: 'ops', moves: rises('load'), colours: EVENT_COLOURS, queries: [query(`sum by (event) (rate(observatory_tenant_jobs_total{${OF}}[${RATE}]))`, '{{event}}')], description: 'What happens to the jobs of the chosen tenants, per second.' },
        { kind: 'bars', title: 'Jobs in the chosen time', width: 12, unit: 'short', decimals: 0, moves: rises('load'), queries: [query(`topk(12, sum by (tenant) (increase(observatory_tenant_jobs_total{event="submitted", ${OF}}[$__range])))`, '{{tenant}}')], description: 'Jobs submitted in the chosen time, the twelve busiest tenants.' },
      ],
    },
  ],
};
