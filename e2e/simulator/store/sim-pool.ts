import { StoreUnavailable } from '#event-log';
import type { SimProcess } from '../kernel/sim-process';
import type { Result, SimStore } from './sim-store';

/** Longest that a client of the store waits for an answer. */
const CLIENT_TIMEOUT_MS = 8_000;

/**
 * The way of a statement to the store and of its answer back. When the way breaks in between, the outcome is unknown: the statement may have
 * happened or not.
 */
export class StoreWire {
  /** Chance that the connection breaks under a statement. */
  breaks = 0;

  constructor(
    private readonly store: SimStore,
    private readonly latencyMs: () => number,
  ) {}

  query(process: SimProcess, name: string, text: string, values: readonly unknown[]): Promise<Result> {
    const { scheduler } = this.store;
    const { generation } = process;
    return new Promise((resolve, reject) => {
      let told = false;
      const tell = (afterMs: number, say: () => void): void =>
        scheduler.after(afterMs, () =>
          process.run(generation, 'arrival', () => {
            if (told) return;
            told = true;
            say();
          }),
        );
      const lost = (afterMs: number): void => tell(afterMs, () => reject(new StoreUnavailable(new Error('the connection was lost'), true)));
      const breaksAt = this.breaks > 0 && scheduler.random.chance(this.breaks) ? (scheduler.random.chance(0.5) ? 'before' : 'after') : undefined;
      scheduler.after(this.latencyMs(), () => {
        if (process.netDown) return lost(CLIENT_TIMEOUT_MS);
        if (!this.store.up) return tell(this.latencyMs(), () => reject(new StoreUnavailable(new Error('ECONNREFUSED'), false)));
        if (breaksAt === 'before') return lost(this.latencyMs());
        const result = this.store.execute(name, text, values);
        if (breaksAt === 'after') return lost(this.latencyMs());
        const answerMs = this.latencyMs();
        scheduler.after(answerMs, () => {
          if (process.netDown) return lost(CLIENT_TIMEOUT_MS);
          if (!this.store.up) return lost(0);
          tell(0, () => resolve(result));
        });
      });
    });
  }
}
