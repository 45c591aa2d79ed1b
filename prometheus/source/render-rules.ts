import { stringify } from 'yaml';
import { type AlertDefinition, type RecordingRule, type RuleFile, type RuleGroup, SEVERITIES, type Severity } from './alert';
import { durationOf, secondsOf, type Spans } from './span';

export const GENERATED = '# Generated from prometheus/source, do not edit: npm run observability:generate\n';

/** The severities of an alert, the worst first. */
export const severitiesOf = (alert: AlertDefinition): readonly Severity[] => SEVERITIES.filter((severity) => alert.limits[severity] !== undefined);

export interface RenderedAlert {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: { readonly summary: string; readonly description: string; readonly runbook_url: string };
}

/** One rule of an alert, as Prometheus reads it. */
export function renderAlert(alert: AlertDefinition, severity: Severity, spans: Spans): RenderedAlert {
  const limit = alert.limits[severity];
  if (limit === undefined) throw new Error(`${alert.name} has no limit for ${severity}`);
  const hold = spans.hold(alert.hold);
  return {
    alert: alert.name,
    expr: alert.expression({ limit, severity, spans }),
    ...(secondsOf(hold) === 0 ? {} : { for: durationOf(secondsOf(hold)) }),
    labels: { severity, category: alert.category, ...alert.labels },
    annotations: { summary: alert.summary, description: alert.description({ limit, severity, spans }), runbook_url: `docs/runbooks/${alert.name}.md` },
  };
}

const renderRecording = ({ record, expression, labels }: RecordingRule, spans: Spans) => ({ record, expr: expression(spans), ...(labels === undefined ? {} : { labels }) });

function renderGroup(group: RuleGroup, spans: Spans) {
  const alerts = group.alerts.flatMap((alert) => severitiesOf(alert).map((severity) => renderAlert(alert, severity, spans)));
  return { name: group.name, interval: spans.interval(group.interval), rules: [...group.recording.map((rule) => renderRecording(rule, spans)), ...alerts] };
}

/** A file of rules as text. */
export function renderRuleFile(file: RuleFile, spans: Spans): string {
  return GENERATED + yaml({ groups: file.groups.filter(({ alerts, recording }) => alerts.length + recording.length > 0).map((group) => renderGroup(group, spans)) });
}

export const yaml = (value: unknown): string => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
