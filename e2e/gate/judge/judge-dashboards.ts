import type { PanelVerdict } from '../../../grafana/check';
import { fails, type Finding, holds, without } from '../step';

/** Of all queries, so many must have been moved by what one run of the gate does; the others belong to faults that only the panel check injects. */
const MOVED_SHARE = 0.6;

/** Every query answers; one whose cause happened in this run has moved. */
export function judgePanels(verdicts: readonly PanelVerdict[]): Finding[] {
  if (verdicts.length === 0) return [fails('there are panels to look at', 'no dashboard has a query')];
  const moved = verdicts.filter(({ finding }) => finding.kind === 'moved').length;
  const share = `${moved} of ${verdicts.length} queries moved`;
  return [
    ...[...new Set(verdicts.map(({ dashboard }) => dashboard))].map((dashboard) => ofDashboard(dashboard, verdicts.filter((verdict) => verdict.dashboard === dashboard))),
    moved >= MOVED_SHARE * verdicts.length ? holds('what this run did moved most of all queries', share) : fails('what this run did moved most of all queries', share),
  ];
}

/**
 * Some queries cannot be judged on a system that has a past, only on the fresh one of the panel check: those over a window that reaches back
 * beyond the calm, and those that wait for something to appear that stands there already.
 */
function reachesBack({ expr, expected, finding }: PanelVerdict): boolean {
  if (finding.kind !== 'dead') return false;
  if (/\$__range\b|\[(?:\d+[hdw]|[5-9]m|\d{2,}m)\]/.test(expr)) return true;
  return expected.move === 'appears' && /^\S.* was (?!absent\b)\S/.test(finding.why) && !finding.why.includes(' was absent before');
}

function ofDashboard(dashboard: string, verdicts: readonly PanelVerdict[]): Finding {
  const faults = verdicts.flatMap((verdict) => {
    const { panel, expected, finding, expr } = verdict;
    if (finding.kind === 'refused') return [`"${panel}": Prometheus refused ${expr}: ${finding.why}`];
    return finding.kind === 'dead' && !reachesBack(verdict) ? [`"${panel}" did not move by ${expected.cause}: ${finding.why} (${expr})`] : [];
  });
  const count = (kind: PanelVerdict['finding']['kind']) => verdicts.filter(({ finding }) => finding.kind === kind).length;
  return without(`dashboard ${dashboard}: every query answers, and moved when its cause happened`, faults, `${count('moved')} moved, ${count('not_caused')} only answered, as their cause was not part of this run, ${verdicts.filter(reachesBack).length} look back beyond it`);
}
