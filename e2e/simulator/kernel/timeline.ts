import type { Random } from './random';

/** What a process needs of the scheduler that it lives in. */
export interface Timeline {
  readonly nowMs: number;
  readonly random: Random;
  after(ms: number, happen: () => void): void;
  /** Runs something in the name of a process, promises included. */
  enter(process: object, work: () => void): void;
}
