import type { Readiness } from '#http';

/** Whether something outside answered when it was last asked. Unknown counts as not ready. */
export class DependencyState {
  private state: Readiness = { ready: false, detail: 'not reached yet' };

  up(): void {
    this.state = { ready: true };
  }

  down(error: unknown): void {
    this.state = { ready: false, detail: error instanceof Error ? error.message : String(error) };
  }

  get readiness(): Readiness {
    return this.state;
  }
}
