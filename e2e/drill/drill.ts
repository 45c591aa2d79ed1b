import type { DrillSystem } from './drill-system';

/** Ends the fault, and resolves when the system can work as before. */
export type Repair = () => Promise<void>;

/**
 * One fault that is really caused, and the alerts that must come of it. A drill acts on processes, connections and stores, or does what a client
 * could do. It never writes a metric and never talks to Alertmanager.
 */
export interface Drill {
  /** Kebab case; also accepted where an alert's name is. */
  readonly name: string;
  readonly alerts: readonly string[];
  /** What is done, for the report. */
  readonly fault: string;
  /** How it is ended, for the report. */
  readonly repair: string;
  /**
   * The way of an alert to the observatory (gateway, PostgreSQL, relay, aggregator, MongoDB) is part of what is broken: it is told once that is repaired.
   * Prometheus and Alertmanager are not excused.
   */
  readonly toldAfterRepair?: true;
  /** It is felt by everything on the machine, so no other drill runs meanwhile. */
  readonly alone?: true;
  /** The system is not what it was afterwards, whatever is repaired: it comes last. */
  readonly leavesTraces?: true;
  /** Why the fault cannot be caused on this machine, if so: the report says it instead of a time. */
  missing?(system: DrillSystem): Promise<string | undefined> | string | undefined;
  /** Causes the fault and resolves to its repair. The alert's time counts from the call, or from `began` where the fault takes several steps. */
  cause(system: DrillSystem, began: () => void): Promise<Repair>;
}
