import { COMPOSE_CHANNELS, renderAlertmanager } from '../../alertmanager/source/render';
import { dashboardJson } from '../../grafana/source/build-dashboard';
import { DASHBOARDS } from '../../grafana/source/dashboards';
import { renderRuleFile } from './render-rules';
import { renderAlertTest } from './render-tests';
import { ruleFiles } from './rule-files';
import { type Profile, spansOf } from './span';
import { DEFAULT_TARGETS, type Targets } from './targets';

/** The rules of a profile by file name: what Prometheus loads. */
export function renderRules(profile: Profile, targets: Targets = DEFAULT_TARGETS): ReadonlyMap<string, string> {
  return new Map(ruleFiles(targets).map((file) => [`${file.name}.yml`, renderRuleFile(file, spansOf(profile))]));
}

/** The promtool tests by file name, one per alert. */
export function renderTests(): ReadonlyMap<string, string> {
  return new Map(ruleFiles().flatMap((file) => file.groups.flatMap(({ alerts }) => alerts.map((alert): [string, string] => [`${alert.name}.test.yml`, renderAlertTest(alert, file)]))));
}

/** What is committed, by path from the repository's root. */
export function generatedFiles(): ReadonlyMap<string, string> {
  return new Map([
    ...[...renderRules('standard')].map(([name, text]): [string, string] => [`prometheus/rules/${name}`, text]),
    ...[...renderTests()].map(([name, text]): [string, string] => [`prometheus/tests/${name}`, text]),
    ...DASHBOARDS.map((dashboard): [string, string] => [`grafana/dashboards/${dashboard.uid}.json`, dashboardJson(dashboard)]),
    ['alertmanager/alertmanager.yml', renderAlertmanager('standard', COMPOSE_CHANNELS)],
  ]);
}

/** The folders in which every file is generated: one that is not in the list is left over. */
export const GENERATED_FOLDERS = ['prometheus/rules', 'prometheus/tests', 'grafana/dashboards'] as const;
