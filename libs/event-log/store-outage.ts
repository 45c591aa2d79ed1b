import type { StoreLogger, StorePool } from './store-pool';

const FIRST_RETRY_MS = 50;
const MAX_RETRY_MS = 1_000;

/** From the first statement that the store did not answer until it answers again: looks for it, ever more rarely, and says when it is back. */
export class StoreOutage {
  private since: number | undefined;
  private failures = 0;

  constructor(
    private readonly pool: StorePool,
    private readonly logger: StoreLogger,
    private readonly onOver: () => void,
  ) {}

  get isOn(): boolean {
    return this.since !== undefined;
  }

  begin(err: unknown): void {
    if (this.since !== undefined) return;
    this.since = Date.now();
    this.failures = 0;
    this.logger.warn({ err }, 'the store does not answer; clients are refused, reports wait');
    this.lookLater();
  }

  private lookLater(): void {
    const delayMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures);
    this.failures += 1;
    setTimeout(() => {
      void this.pool.query({ name: 'ping', text: 'SELECT 1' }).then(
        () => this.end(),
        () => this.lookLater(),
      );
    }, delayMs).unref();
  }

  private end(): void {
    this.logger.info({ downForMs: Date.now() - (this.since ?? 0) }, 'the store answers again');
    this.since = undefined;
    this.onOver();
  }
}
