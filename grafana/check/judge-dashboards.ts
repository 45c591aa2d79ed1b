import { DASHBOARDS } from '../source/dashboards';
import type { Expectation } from '../source/cause';
import type { Dashboard } from '../source/panel';
import { fillIn } from './fill-in';
import { type Finding, judge } from './judge';
import { queryRange } from './prometheus-api';
import type { Timeline } from './timeline';

export interface PanelVerdict {
  readonly dashboard: string;
  readonly panel: string;
  readonly expr: string;
  readonly expected: Expectation;
  readonly finding: Finding | { readonly kind: 'refused'; readonly why: string };
}

export interface JudgeOptions {
  readonly prometheusUrl: string;
  readonly timeline: Timeline;
  /** Default: all of them. */
  readonly dashboards?: readonly Dashboard[];
}

/** How many queries are under way at once; Prometheus runs on the same machine as what it watches. */
const AT_ONCE = 4;

/** Runs the query of every panel over the time of the run, and says of each whether it moved when its cause happened. */
export async function judgeDashboards({ prometheusUrl, timeline, dashboards = DASHBOARDS }: JudgeOptions): Promise<PanelVerdict[]> {
  const span = { from: timeline.calm.from, to: timeline.until };
  const questions = dashboards.flatMap((dashboard) =>
    dashboard.rows.flatMap(({ panels }) =>
      panels.flatMap((panel) => panel.queries.map((query) => ({ dashboard, panel, expr: query.expr, expected: query.moves ?? panel.moves }))),
    ),
  );
  const verdicts = new Array<PanelVerdict>(questions.length);
  let next = 0;
  const asker = async () => {
    for (let index = next++; index < questions.length; index = next++) {
      const question = questions[index];
      if (question === undefined) return;
      const { dashboard, panel, expr, expected } = question;
      const finding = await find(prometheusUrl, dashboard, expr, expected, timeline, span);
      verdicts[index] = { dashboard: dashboard.uid, panel: panel.title, expr, expected, finding };
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, asker));
  return verdicts;
}

async function find(prometheusUrl: string, dashboard: Dashboard, expr: string, expected: Expectation, timeline: Timeline, span: { from: number; to: number }): Promise<PanelVerdict['finding']> {
  try {
    const filled = fillIn(expr, dashboard.variables.map(({ name }) => name), (span.to - span.from) / 1_000);
    return judge(expected, await queryRange(prometheusUrl, filled, span), timeline);
  } catch (error) {
    return { kind: 'refused', why: (error as Error).message };
  }
}

/** A query that was refused, or that did not move although its cause happened. */
export const faultsOf = (verdicts: readonly PanelVerdict[]): PanelVerdict[] => verdicts.filter(({ finding }) => finding.kind === 'dead' || finding.kind === 'refused');
