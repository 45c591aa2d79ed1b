import { type Budgets, DEFAULT_BUDGETS } from './alerts/capacity';

/** What an installation may set by its environment; the committed rules are made with the defaults. */
export interface Targets {
  readonly budgets: Budgets;
}

export const DEFAULT_TARGETS: Targets = { budgets: DEFAULT_BUDGETS };

/** The targets that an environment asks for. Throws an error that names the variable when it is no number in its range. */
export function targetsFrom(environment: Readonly<Record<string, string | undefined>>): Targets {
  const number = (name: string, fallback: number, least: number, most: number): number => {
    const given = environment[name];
    if (given === undefined || given === '') return fallback;
    const value = Number(given);
    if (!(value >= least && value <= most)) throw new Error(`${name} must be a number from ${least} to ${most}, not "${given}"`);
    return value;
  };
  return {
    budgets: {
      memoryMb: number('PERFORMANCE_BUDGET_MEMORY_MB', DEFAULT_BUDGETS.memoryMb, 1, 1_048_576),
      cpuPercent: number('PERFORMANCE_BUDGET_CPU_PERCENT', DEFAULT_BUDGETS.cpuPercent, 1, 10_000),
    },
  };
}
