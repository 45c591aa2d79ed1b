import { falls, rises } from '../cause';
import { QUANTILE_COLOURS } from '../colours';
import type { Dashboard } from '../panel';
import { chosen, quantileOf, quantiles, query, RATE, rateBy } from '../queries';

const OURS = `service="aggregator", ${chosen('projection')}`;

export const projections: Dashboard = {
  uid: 'projections',
  title: 'Projections and freshness',
  description: 'How far what is shown is behind what has happened: from the head of the log through the relay and the aggregator into each read model.',
  variables: [{ name: 'projection', label: 'Read model', metric: 'observatory_projection_position', of: 'projection' }],
  rows: [
    {
      panels: [
        {
          kind: 'stat', title: 'Events behind', width: 4, unit: 'short', decimals: 0, moves: rises('mongo_stopped'), queries: [query(`max(observatory_projection_lag_events{${OURS}})`, 'events')],
          description: 'Events in the log that the slowest of the chosen read models does not show yet.', thresholds: [{ colour: 'green' }, { from: 1_000, colour: 'yellow' }, { from: 10_000, colour: 'red' }], runbooks: ['ProjectionLagging'],
        },
        {
          kind: 'stat', title: 'Seconds behind', width: 4, unit: 's', decimals: 1, moves: rises('mongo_stopped'), queries: [query(`max(observatory_projection_lag_seconds{${OURS}})`, 'seconds')],
          description: 'Age of the oldest event that the slowest of the chosen read models does not show yet.', thresholds: [{ colour: 'green' }, { from: 1, colour: 'yellow' }, { from: 30, colour: 'red' }], runbooks: ['ProjectionLagging'],
        },
        {
          kind: 'stat', title: 'Event to screen', width: 4, unit: 's', decimals: 2, moves: rises('mongo_stopped'), queries: [query(quantileOf(0.95, 'observatory_visible_delay_seconds'), 'p95')],
          description: 'Time from an event to its place in the read models, 95th percentile.', thresholds: [{ colour: 'green' }, { from: 0.25, colour: 'yellow' }, { from: 5, colour: 'red' }],
        },
        {
          kind: 'stat', title: 'Relay behind', width: 4, unit: 's', decimals: 1, moves: rises('broker_stopped'), queries: [query('max(observatory_relay_lag_seconds)', 'seconds')],
          description: 'Age of the oldest event that the broker has not confirmed yet.', thresholds: [{ colour: 'green' }, { from: 1, colour: 'yellow' }, { from: 30, colour: 'red' }], runbooks: ['RelayStalled'],
        },
        {
          kind: 'stat', title: 'Gaps repaired', width: 4, unit: 'none', decimals: 0, moves: rises('broker_stopped'), queries: [query('sum(increase(observatory_gaps_repaired_total[1h]))', 'gaps')],
          description: 'Holes in the stream of positions that were filled from the feed in the last hour. Some after an outage of the broker are as it should be.',
        },
        {
          kind: 'stat', title: 'Invariants violated', width: 4, unit: 'none', decimals: 0, moves: rises('log_tampered_with'), queries: [query('sum(increase(observatory_invariant_violations_total[1h]))', 'violations')],
          description: 'What the folding of the log met and must never meet, in the last hour.', thresholds: [{ colour: 'green' }, { from: 1, colour: 'red' }], runbooks: ['InvariantViolated'],
        },
      ],
    },
    {
      title: 'From the log to the read models',
      panels: [
        {
          kind: 'time', title: 'Positions', width: 12, unit: 'short', moves: rises('load'), description: 'The head of the log, the position that the broker has confirmed, and the position of each read model. They are one line when all is well.',
          queries: [query('max(observatory_log_head_position)', 'log head'), query('max(observatory_relay_position)', 'relayed'), query(`max by (projection) (observatory_projection_position{${OURS}})`, '{{projection}}')],
        },
        {
          kind: 'time', title: 'Seconds behind', width: 12, unit: 's', moves: rises('mongo_stopped'), description: 'Age of the oldest event that a read model does not show yet.',
          queries: [query(`max by (projection) (observatory_projection_lag_seconds{${OURS}})`, '{{projection}}')], runbooks: ['ProjectionLagging'],
        },
        {
          kind: 'time', title: 'Events folded', width: 8, unit: 'ops', moves: rises('load'), description: 'Events folded into each read model per second.', queries: [rateBy(['projection'], 'observatory_events_projected_total', chosen('projection'))],
        },
        {
          kind: 'time', title: 'Time of a batch', width: 8, unit: 's', moves: rises('load'), colours: QUANTILE_COLOURS, description: 'Time to write one batch to the read models and to move the checkpoint.',
          queries: quantiles('observatory_projection_batch_duration_seconds'),
        },
        {
          kind: 'time', title: 'Events in a batch', width: 8, unit: 'short', moves: rises('load'), colours: QUANTILE_COLOURS, description: 'Events that are folded and written together. It grows with the load, and after an outage.',
          queries: quantiles('observatory_projection_batch_events'),
        },
      ],
    },
    {
      title: 'Relay',
      panels: [
        { kind: 'time', title: 'Events relayed', width: 8, unit: 'ops', moves: rises('load'), description: 'Events sent to the broker per second, from memory or read back from the log.', queries: [rateBy(['source'], 'observatory_relay_events_total')] },
        {
          kind: 'time', title: 'Events behind', width: 8, unit: 'short', moves: rises('broker_stopped'), description: 'Events in the log that the broker has not confirmed yet.', queries: [query('max(observatory_relay_lag_events)', 'events')],
          runbooks: ['RelayStalled'],
        },
        {
          kind: 'time', title: 'Restarts of the relay', width: 8, unit: 'ops', moves: rises('broker_stopped'), description: 'Times per second that the relay fell back to its cursor, by reason. What was under way is sent again.',
          queries: [rateBy(['reason'], 'observatory_relay_restarts_total')],
        },
        {
          kind: 'time', title: 'Leader', width: 12, unit: 'none', min: 0, moves: falls('postgres_stopped'), description: 'Gateways that relay: one at all times, and for a moment none while leadership passes or PostgreSQL is away.',
          queries: [query('sum(observatory_relay_leader)', 'leaders')], runbooks: ['RelayStalled'],
        },
        {
          kind: 'time', title: 'Ticks of the engine', width: 12, unit: 'ops', moves: falls('broker_stopped'), description: 'Ticks applied per second: one, or fewer while a store or the broker is away. Leases are counted in them, so an outage ends nobody.',
          queries: [query(`sum(rate(observatory_engine_ticks_total[${RATE}]))`, 'ticks')],
        },
      ],
    },
    {
      title: 'Readers',
      panels: [
        {
          kind: 'time', title: 'Queries of the observatory', width: 8, unit: 'reqps', moves: rises('load'), description: 'Answers of the read API per second, by route.',
          queries: [query(`sum by (route) (rate(observatory_http_request_duration_seconds_count{service="observatory", route=~"/v1/.*"}[${RATE}]))`, '{{route}}')],
        },
        {
          kind: 'time', title: 'Response time of the observatory', width: 8, unit: 's', moves: rises('load'), colours: QUANTILE_COLOURS, description: 'Time to answer a query, waiting for a position included.',
          queries: quantiles('observatory_http_request_duration_seconds', 'service="observatory", route=~"/v1/.*"'),
        },
        {
          kind: 'time', title: 'Waits for a position', width: 8, unit: 'ops', moves: rises('load'), description: 'Queries per second that asked for a position that the read model did not have yet, by whether it came in time.',
          queries: [query(`sum by (outcome) (rate(observatory_freshness_wait_seconds_count[${RATE}]))`, '{{outcome}}')],
        },
        {
          kind: 'time', title: 'Lines of attempts', width: 12, unit: 'ops', moves: rises('load'), description: 'Log lines of attempts per second, kept, or dropped because their attempt had written more than is kept of one.',
          queries: [rateBy(['outcome'], 'observatory_attempt_lines_total')],
        },
        {
          kind: 'time', title: 'Rebuilds', width: 12, unit: 'none', decimals: 0, moves: rises('rebuild'), description: 'Rebuilds of read models from position 0 in the last hour, by cause.',
          queries: [query('sum by (reason) (increase(observatory_rebuilds_total[1h]))', '{{reason}}')],
        },
      ],
    },
  ],
};
