import { type AlertDefinition, type AlertCase, type Course, type GivenSeries, type RuleFile, type Severity } from './alert';
import { GENERATED, renderAlert, severitiesOf, yaml } from './render-rules';
import { type Duration, durationOf, secondsOf, spansOf } from './span';

/** The tests show the rules of production; the fast ones differ in spans alone. */
const SPANS = spansOf('standard');

/** Where the phases of a case begin, and the minutes that are looked at; all in seconds, on the grid of its steps. */
interface Timetable {
  readonly step: number;
  readonly fault: number;
  readonly repair: number;
  readonly end: number;
  readonly silent: number;
  readonly firing: number;
  readonly resolved: number;
}

function timetable(alert: AlertDefinition, given: AlertCase): Timetable {
  const step = secondsOf(given.step ?? '15s');
  const onGrid = (duration: Duration, what: string): number => {
    const seconds = secondsOf(duration);
    if (seconds % step !== 0) throw new Error(`${alert.name}, "${given.name}": ${what} of ${duration} is no multiple of the step of ${step} s`);
    return seconds;
  };
  const fault = onGrid(given.quietFor ?? '5m', 'quiet');
  // A hold that is no multiple of the step ends at the next one.
  const hold = Math.ceil(secondsOf(SPANS.hold(alert.hold)) / step) * step;
  const firing = fault + onGrid(given.onset ?? '0s', 'onset') + hold;
  const repair = firing + step;
  const resolved = repair + onGrid(given.recovery ?? '0s', 'recovery');
  return { step, fault, repair, end: resolved + step, silent: given.silentFor === undefined ? firing - step : fault + onGrid(given.silentFor, 'silence'), firing, resolved };
}

/** The samples of one series in promtool's notation, one run per phase. */
export function samplesOf({ series, quiet, fault, repaired }: GivenSeries, times: Pick<Timetable, 'step' | 'fault' | 'repair' | 'end'>): { series: string; values: string } {
  const phases: [Course, number][] = [
    [quiet, times.fault / times.step],
    [fault, (times.repair - times.fault) / times.step],
    [repaired, (times.end - times.repair) / times.step + 1],
  ];
  let last = 0;
  const runs = phases.map(([course, count]) => {
    if (course === '_') return `_x${count}`;
    if (typeof course === 'number') {
      last = course;
      return `${number(course)}x${count - 1}`;
    }
    const growth = Number(course.slice(1));
    const first = last + growth;
    last += growth * count;
    return `${number(first)}${growth < 0 ? '-' : '+'}${number(Math.abs(growth))}x${count - 1}`;
  });
  return { series, values: runs.join(' ') };
}

/** promtool reads no exponents. */
const number = (value: number): string => (Number.isInteger(value) ? BigInt(value).toString() : String(value));

function expected(alert: AlertDefinition, given: AlertCase, severity: Severity) {
  const { labels, annotations } = renderAlert(alert, severity, SPANS);
  const filled = (text: string) =>
    text.replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => ({ ...labels, ...given.labels })[label] ?? '').replaceAll(/\{\{ \$value[^}]*\}\}/g, given.value ?? '');
  return {
    exp_labels: { ...given.labels, ...labels },
    exp_annotations: { summary: filled(annotations.summary), description: filled(annotations.description), runbook_url: annotations.runbook_url },
  };
}

function renderCase(alert: AlertDefinition, given: AlertCase) {
  const times = timetable(alert, given);
  const at = (seconds: number, firing: readonly Severity[], value = given.value) => ({
    eval_time: durationOf(seconds),
    alertname: alert.name,
    exp_alerts: severitiesOf(alert).filter((severity) => firing.includes(severity)).map((severity) => expected(alert, { ...given, value }, severity)),
  });
  return {
    name: given.name,
    interval: durationOf(times.step),
    input_series: given.given.map((series) => samplesOf(series, times)),
    // Before the fault, the last silent moment after it, the first one that fires, and the first one after the repair.
    alert_rule_test: [at(times.fault - times.step, []), at(times.silent, []), at(times.firing, given.fires), at(times.resolved, given.remains?.fires ?? [], given.remains?.value)],
  };
}

/** The promtool test of one alert as text. */
export function renderAlertTest(alert: AlertDefinition, file: RuleFile): string {
  const steps = alert.cases.map(({ step }) => secondsOf(step ?? '15s'));
  return GENERATED + yaml({ rule_files: [`../rules/${file.name}.yml`], evaluation_interval: durationOf(Math.min(...steps)), tests: alert.cases.map((given) => renderCase(alert, given)) });
}
