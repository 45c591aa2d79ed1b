import { askGrafana, GRAFANA_NOT_RUN, GrafanaFault, judgeDashboards } from '../../../grafana/check';
import type { GateContext } from '../context';
import { judgePanels } from '../judge/judge-dashboards';
import { fails, type Finding, holds, type Step } from '../step';

/** Step 4: what people would see. Each panel's query runs over the time of this run; where there is a real Grafana, it is asked as well. */
export const dashboardsStep: Step = {
  name: 'dashboards',
  proves: 'every panel of every dashboard has a query that answers, and it moved when the gate did what it shows',
  needs: ['timeline'],
  timeoutMs: 60_000,

  async run(context) {
    const { evidence, urls, dashboards, seen } = context;
    if (evidence.timeline === undefined) return [];
    const verdicts = await judgeDashboards({ prometheusUrl: urls.prometheus, timeline: evidence.timeline, dashboards });
    seen['panels'] = verdicts;
    return [...judgePanels(verdicts), ...(await grafanaFindings(context))];
  },
};

async function grafanaFindings({ urls, notes }: GateContext): Promise<Finding[]> {
  if (urls.grafana === undefined) {
    notes.push(GRAFANA_NOT_RUN);
    return [];
  }
  const what = `Grafana at ${urls.grafana.url} has the dashboards, and their queries return data through it`;
  try {
    return [holds(what, (await askGrafana(urls.grafana)).join('; '))];
  } catch (error) {
    if (error instanceof GrafanaFault) return error.faults.map((fault) => fails(what, fault));
    throw error;
  }
}
