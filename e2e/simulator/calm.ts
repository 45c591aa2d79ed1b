import type { Scheduler } from './kernel/scheduler';

/** When something last went wrong, and when the last of it will have healed. */
export class Calm {
  lastBeganMs = -Infinity;
  private healedAtMs = -Infinity;

  constructor(private readonly scheduler: Scheduler) {}

  /** How long all has been well; negative while something still heals. */
  get forMs(): number {
    return this.scheduler.nowMs - Math.max(this.healedAtMs, this.lastBeganMs, 0);
  }

  disturbed(): void {
    this.lastBeganMs = this.scheduler.nowMs;
  }

  healsIn(ms: number): void {
    this.healedAtMs = Math.max(this.healedAtMs, this.scheduler.nowMs + ms);
  }
}
