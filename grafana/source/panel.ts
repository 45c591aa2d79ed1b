import type { Expectation } from './cause';
import type { Colour } from './colours';

/** One query of a panel. `moves` overrides the panel's expectation. */
export interface Query {
  readonly expr: string;
  /** Label values in double braces, as Grafana writes them. */
  readonly legend: string;
  readonly moves?: Expectation;
}

/** Units by the names that Grafana gives them. */
export type Unit = 'short' | 'none' | 'ops' | 'reqps' | 's' | 'bytes' | 'Bps' | 'percentunit' | 'cps' | 'dtdurations';

export interface Threshold {
  readonly from: number;
  readonly colour: Colour;
}

interface PanelFacts {
  readonly title: string;
  /** What it shows and what to conclude, in whole sentences. */
  readonly description: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** What moves every query of the panel that does not say otherwise. */
  readonly moves: Expectation;
  /** Of 24 columns. */
  readonly width: number;
  readonly height?: number;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  /** Colours from these values on; the first one colours what is below. */
  readonly thresholds?: readonly [Omit<Threshold, 'from'>, ...Threshold[]];
  /** Fixed colours by legend, for what has one everywhere: a job's state is of the same colour on every dashboard. */
  readonly colours?: Readonly<Record<string, Colour>>;
  /** Runbooks of the alerts that this panel explains. */
  readonly runbooks?: readonly string[];
  /** The uid of the dashboard that tells more. */
  readonly more?: string;
}

export interface StatPanel extends PanelFacts {
  readonly kind: 'stat';
  /** Words in place of numbers. */
  readonly words?: Readonly<Record<number, { readonly text: string; readonly colour: Colour }>>;
  /** The number alone, or with the name of its series. */
  readonly named?: boolean;
}

export interface TimePanel extends PanelFacts {
  readonly kind: 'time';
  readonly stacked?: boolean;
  /** Draws the thresholds as dashed lines: a bound that must be kept. */
  readonly bound?: boolean;
}

export interface BarPanel extends PanelFacts {
  readonly kind: 'bars';
}

export interface TablePanel extends PanelFacts {
  readonly kind: 'table';
}

export type Panel = StatPanel | TimePanel | BarPanel | TablePanel;

export interface Row {
  /** The first row has none: the numbers that say whether all is well. */
  readonly title?: string;
  readonly collapsed?: boolean;
  readonly panels: readonly Panel[];
}

/** A variable at the top of a dashboard: the values of a label, several of which may be chosen. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  /** The metric whose label it lists. */
  readonly metric: string;
  readonly of: string;
}

export interface Dashboard {
  /** Also the file name. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly Variable[];
  readonly rows: readonly Row[];
}

export const panelsOf = (dashboard: Dashboard): Panel[] => dashboard.rows.flatMap(({ panels }) => panels);
