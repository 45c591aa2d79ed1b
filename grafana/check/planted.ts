import { rises } from '../source/cause';
import type { Dashboard, Panel } from '../source/panel';
import { query, RATE } from '../source/queries';

const planted = (title: string, expr: string): Panel => ({
  kind: 'time', title, width: 12, unit: 'short', description: 'Planted: it must be found dead.', moves: rises('load'), queries: [query(expr, 'planted')],
});

/** Panels that show nothing, each in its own way. A run in which one of them is not found dead proves nothing. */
export const PLANTED_DEAD: Dashboard = {
  uid: 'planted',
  title: 'Planted',
  description: 'What the check must find dead.',
  variables: [],
  rows: [
    {
      panels: [
        planted('A counter that exists from boot and that nobody increments', `sum(rate(observatory_invariant_violations_total{invariant="position_gap"}[${RATE}]))`),
        planted('A metric that nobody exports', `sum(rate(observatory_planted_dead_total[${RATE}]))`),
        planted('A number that is always the same', 'vector(7)'),
      ],
    },
  ],
};
