import type { MetricDeclaration } from './metric';

/*
 * What keeps the number of series bounded.
 *
 * A label whose values are known only at run time (a job's type, a tenant, a queue) is open: clients invent its values. Each open label shows so many
 * values a metric and process, the first that come; every later one is shown as `other`. Where a metric has several open labels their
 * combinations are bounded too, and a combination beyond the bound is `other` in all of them. Nothing is lost but the name: sums stay right.
 */

/** The value that stands for all values beyond a cap. A client's own value `other` shares its series, which harms nobody. */
export const OTHER = 'other';

/** How many values of each open label a metric shows. A label that may be open stands here, and no other may. */
export const LABEL_CAPS = {
  connection: 8,
  dependency: 16,
  event_type: 100,
  exchange: 16,
  job_type: 50,
  method: 16,
  projection: 32,
  queue: 100,
  report_type: 32,
  route: 200,
  tenant: 50,
} as const satisfies Readonly<Record<string, number>>;

export type OpenLabel = keyof typeof LABEL_CAPS;

/** Combinations of open values that a metric shows, unless it says otherwise. */
export const MOST_COMBINATIONS = 200;

type Values = Readonly<Record<string, string>>;

/** Which values of a metric's open labels are shown as they are. Remembers no more of them than it shows. */
export class LabelCap {
  private readonly seen: ReadonlyMap<string, Set<string>>;
  private readonly combinations = new Set<string>();

  constructor(
    private readonly open: readonly string[],
    private readonly mostCombinations: number,
  ) {
    this.seen = new Map(open.map((label) => [label, new Set<string>()]));
  }

  /** The values as they are shown; takes up room for those that are new. */
  fold(values: Values): Values {
    let folded: Record<string, string> | undefined;
    for (const label of this.open) {
      if (!this.admits(label, values[label] ?? '')) (folded ??= { ...values })[label] = OTHER;
    }
    const shown = folded ?? values;
    if (this.open.length < 2 || this.admitsTogether(shown)) return shown;
    return { ...shown, ...Object.fromEntries(this.open.map((label) => [label, OTHER])) };
  }

  private admits(label: string, value: string): boolean {
    const seen = this.seen.get(label) as Set<string>;
    if (value === OTHER || seen.has(value)) return true;
    if (seen.size >= capOf(label)) return false;
    seen.add(value);
    return true;
  }

  private admitsTogether(values: Values): boolean {
    const key = this.open.map((label) => values[label]).join('\n');
    if (this.combinations.has(key)) return true;
    if (this.combinations.size >= this.mostCombinations) return false;
    this.combinations.add(key);
    return true;
  }
}

function capOf(label: string): number {
  return (LABEL_CAPS as Readonly<Record<string, number>>)[label] ?? 0;
}

export const openLabels = ({ labels }: MetricDeclaration): string[] => Object.keys(labels).filter((label) => labels[label] === null);

/** The most series that one process can have of a metric, whatever is sent to it. */
export function seriesBound(declaration: MetricDeclaration): number {
  const open = openLabels(declaration);
  const values = open.map((label) => capOf(label) + 1);
  const together = values.reduce((product, each) => product * each, 1);
  const sets = open.length < 2 ? together : Math.min(together, (declaration.combinations ?? MOST_COMBINATIONS) + 1);
  const closed = Object.values(declaration.labels).reduce((product, known) => product * (known === null ? 1 : known.length), 1);
  // A histogram has a series for each bucket, one without bound, a sum and a count.
  return sets * closed * (declaration.type === 'histogram' ? declaration.buckets.length + 3 : 1);
}
