import { type Budgets, DEFAULT_BUDGETS } from './alerts/capacity';
import { ANSWER_BOUNDS_MS, DEFAULT_SLO_TARGETS, type SloTargets } from './slo';

/** What an installation may set by its environment; the committed rules are made with the defaults. */
export interface Targets {
  readonly budgets: Budgets;
  readonly slo: SloTargets;
}

export const DEFAULT_TARGETS: Targets = { budgets: DEFAULT_BUDGETS, slo: DEFAULT_SLO_TARGETS };

/** The targets that an environment asks for. Throws an error that names the variable when it is no number in its range. */
export function targetsFrom(environment: Readonly<Record<string, string | undefined>>): Targets {
  const number = (name: string, fallback: number, least: number, most: number): number => {
    const given = environment[name];
    if (given === undefined || given === '') return fallback;
    const value = Number(given);
    if (!(value >= least && value <= most)) throw new Error(`${name} must be a number from ${least} to ${most}, not "${given}"`);
    return value;
  };
  const responseTimeP95Ms = number('RESPONSE_TIME_P95_TARGET_MS', DEFAULT_SLO_TARGETS.responseTimeP95Ms, 1, 10_000);
  if (!ANSWER_BOUNDS_MS.some((bound) => bound === responseTimeP95Ms)) {
    throw new Error(`RESPONSE_TIME_P95_TARGET_MS must be a bound that answers are counted by (${ANSWER_BOUNDS_MS.join(', ')}), not "${responseTimeP95Ms}"`);
  }
  return {
    slo: { responseTimeP95Ms, availabilityPercent: number('AVAILABILITY_TARGET', DEFAULT_SLO_TARGETS.availabilityPercent, 50, 99.999) },
    budgets: {
      memoryMb: number('PERFORMANCE_BUDGET_MEMORY_MB', DEFAULT_BUDGETS.memoryMb, 1, 1_048_576),
      cpuPercent: number('PERFORMANCE_BUDGET_CPU_PERCENT', DEFAULT_BUDGETS.cpuPercent, 1, 10_000),
    },
  };
}
