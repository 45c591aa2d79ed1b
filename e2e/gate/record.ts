/** `--record`: what a run saw, small enough to be kept and replayed by the unit level, where planted faults attack the judgements. */
interface Seen {
  readonly required?: { readonly found: unknown; readonly series: readonly Readonly<Record<string, string>>[]; readonly rules: readonly Rule[]; readonly tested: unknown };
  readonly [part: string]: unknown;
}

interface Rule {
  readonly name: string;
  readonly type: string;
  readonly health: string;
  readonly labels?: unknown;
  readonly annotations?: Readonly<Record<string, string>>;
}

export function recordOf(seen: Seen): Record<string, unknown> {
  const { required, ...rest } = seen;
  if (required === undefined) return rest;
  const { series, rules } = required;
  return { ...rest, required: { ...required, series: [...new Map(series.map((labels) => [`${labels['__name__']} ${labels['service']}`, labels])).values()], rules: rules.filter(({ type }) => type === 'alerting').map(reduced) } };
}

const reduced = ({ name, type, health, labels, annotations }: Rule) => ({ name, type, health, labels, annotations: { summary: annotations?.['summary'], runbook_url: annotations?.['runbook_url'] } });
