import type { System, SystemOptions } from '../system/system';

export type Figures = Record<string, number | Record<string, number>>;

export type BenchContext = Readonly<{
  /** Starts a system on stores of its own; ended by the runner. */
  system(options?: Omit<SystemOptions, 'stores'>): Promise<System>;
  /** Shows how far the bench is: 0 to 1. */
  progress(fraction: number, text: string): void;
  /** How much work to do; each bench says what it counts. Undefined: the bench's own default. */
  n: number | undefined;
}>;

export type Bench = Readonly<{
  name: string;
  about: string;
  /** Needs no server: measures a part of the code by itself. */
  alone?: boolean;
  run(context: BenchContext): Promise<Figures & { n: number }>;
}>;

/** The value below which `fraction` of the samples lie (nearest rank). The samples may come in any order. */
export function percentile(samples: readonly number[], fraction: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * fraction) - 1)] ?? Number.NaN;
}

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));
