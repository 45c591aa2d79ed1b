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
