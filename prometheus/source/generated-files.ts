import { COMPOSE_CHANNELS, renderAlertmanager } from '../../alertmanager/source/render';
import { dashboardJson } from '../../grafana/source/build-dashboard';
import { DASHBOARDS } from '../../grafana/source/dashboards';
import { observabilityPage } from '../../grafana/source/observability-page';
import { renderRules, renderTests } from './rendered';

/** What is committed, by path from the repository's root. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ...[...renderRules('standard')].map(([name, text]): [string, string] => [`prometheus/rules/${name}`, text]),
    ...[...renderTests()].map(([name, text]): [string, string] => [`prometheus/tests/${name}`, text]),
    ...DASHBOARDS.map((dashboard): [string, string] => [`grafana/dashboards/${dashboard.uid}.json`, dashboardJson(dashboard)]),
    ['docs/observability.md', observabilityPage()],
    ['alertmanager/alertmanager.yml', renderAlertmanager('standard', COMPOSE_CHANNELS)],
  ]);
}

/** The folders in which every file is generated: one that is not in the list is left over. */
export const GENERATED_FOLDERS = ['prometheus/rules', 'prometheus/tests', 'grafana/dashboards'] as const;
