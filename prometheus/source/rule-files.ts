import type { AlertDefinition, Category, RecordingRule, RuleFile } from './alert';
import { AVAILABILITY_ALERTS } from './alerts/availability';
import { capacityAlerts } from './alerts/capacity';
import { DATA_ALERTS } from './alerts/data';
import { JOBS_ALERTS } from './alerts/jobs';
import { SECURITY_ALERTS } from './alerts/security';
import { SERVICE_RECORDING } from './recording';
import { type Slo, slos } from './slo';
import { sloFile } from './slo-rules';
import { DEFAULT_TARGETS, type Targets } from './targets';

/** Every rule, by the file that it is written to. */
export function ruleFiles(targets: Targets = DEFAULT_TARGETS): readonly RuleFile[] {
  const every = [...AVAILABILITY_ALERTS, ...JOBS_ALERTS, ...DATA_ALERTS, ...SECURITY_ALERTS, ...capacityAlerts(targets.budgets)];
  const ofCategory = (category: Category): RuleFile => ({
    name: category,
    groups: [{ name: category, interval: '5s', recording: [], alerts: every.filter((alert) => alert.category === category) }],
  });
  return [
    { name: 'recording', groups: [{ name: 'services', interval: '5s', recording: SERVICE_RECORDING, alerts: [] }] },
    ofCategory('availability'),
    ofCategory('jobs'),
    ofCategory('data'),
    ofCategory('capacity'),
    ofCategory('security'),
    ...slos(targets.slo).map(sloFile),
  ];
}

export const alertsOf = (files: readonly RuleFile[]): readonly AlertDefinition[] => files.flatMap(({ groups }) => groups.flatMap(({ alerts }) => alerts));
export const recordingsOf = (files: readonly RuleFile[]): readonly RecordingRule[] => files.flatMap(({ groups }) => groups.flatMap(({ recording }) => recording));

/** Every alert, in the order of the files. */
export const ALERTS: readonly AlertDefinition[] = alertsOf(ruleFiles());
export const RECORDING_RULES: readonly RecordingRule[] = recordingsOf(ruleFiles());
export const SLOS: readonly Slo[] = slos(DEFAULT_TARGETS.slo);
