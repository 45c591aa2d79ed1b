import { short } from './judge';
import { faultsOf, type PanelVerdict } from './judge-dashboards';
import type { Timeline } from './timeline';

/** Said wherever the panels' queries are reported and no Grafana was asked. */
export const GRAFANA_NOT_RUN = 'Grafana itself not run: the queries were run against Prometheus, the JSON was checked against its source (GRAFANA_URL, GRAFANA_USER and GRAFANA_PASSWORD name one to ask)';

const mark: Readonly<Record<PanelVerdict['finding']['kind'], string>> = { moved: 'moved', dead: 'DEAD', refused: 'REFUSED', not_caused: 'unseen' };

function told({ finding }: PanelVerdict): string {
  switch (finding.kind) {
    case 'moved':
      return finding.to === undefined ? finding.series : `${finding.from === undefined ? 'absent' : short(finding.from)} → ${short(finding.to)}  ${finding.series}`;
    case 'dead':
    case 'refused':
      return finding.why;
    case 'not_caused':
      return 'its cause did not happen';
  }
}

/** A line for each query; the faults again at the end, with their queries. */
export function reportText(verdicts: readonly PanelVerdict[], grafana: readonly string[]): string {
  const lines = verdicts.map((verdict) => [mark[verdict.finding.kind].padEnd(8), verdict.dashboard.padEnd(15), verdict.panel.padEnd(34), `${verdict.expected.move} by ${verdict.expected.cause}`.padEnd(26), told(verdict)].join(' '));
  const faults = faultsOf(verdicts);
  const panels = (some: readonly PanelVerdict[]) => new Set(some.map(({ dashboard, panel }) => `${dashboard}/${panel}`)).size;
  return [
    ...lines,
    ...faults.flatMap((fault) => ['', `${mark[fault.finding.kind]} ${fault.dashboard} / ${fault.panel}: ${told(fault)}`, `  ${fault.expr}`]),
    '',
    `${panels(verdicts)} panels, ${verdicts.length} queries: ${verdicts.filter(({ finding }) => finding.kind === 'moved').length} moved, ${faults.length} did not (${panels(faults)} panels)`,
    ...grafana,
  ].join('\n');
}

export function reportJson(verdicts: readonly PanelVerdict[], timeline: Timeline, grafana: readonly string[]): string {
  return `${JSON.stringify({ faults: faultsOf(verdicts).length, timeline, grafana, verdicts }, null, 2)}\n`;
}
