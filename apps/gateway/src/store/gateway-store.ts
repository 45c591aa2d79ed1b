import { CommandExecutor, EngineStore, EventReader, JobReader, RelayLease, StatementRefused, StoreClock, StorePool, type LoggedEvent } from '#event-log';
import type { Readiness, ServiceIdentity } from '#http';
import type { Logger } from '#observability';

const PING_EVERY_MS = 1_000;

/**
 * The gateway's hands on PostgreSQL: one connection for appending, some for the engine, some for readers of the log, and TypeORM's own for what is not
 * hot. They are apart so that somebody who reads the whole log stands neither between a client and its commit nor before the relay's lease.
 */
export class GatewayStore {
  readonly clock = new StoreClock();
  readonly engine: EngineStore;
  readonly reader: EventReader;
  readonly executor: CommandExecutor;
  readonly jobs: JobReader;
  /** The log for the relay, on the engine's own connections. */
  readonly engineReader: EventReader;
  readonly relayLease: RelayLease;
  private readonly pools: readonly StorePool[];
  private readonly listeners = new Set<(events: readonly LoggedEvent[]) => void>();
  private answer: Readiness = { ready: false, detail: 'not reached yet' };
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    url: string,
    identity: ServiceIdentity,
    private readonly logger: Logger,
  ) {
    const name = `gateway ${identity.instanceId}`.slice(0, 50);
    const append = new StorePool({ url, applicationName: `${name} append`, max: 1, logger });
    const engine = new StorePool({ url, applicationName: `${name} engine`, max: 3, logger });
    const read = new StorePool({ url, applicationName: `${name} read`, max: 3, logger });
    this.pools = [append, engine, read];
    this.engine = new EngineStore(engine);
    this.engineReader = new EventReader(engine);
    this.relayLease = new RelayLease(engine, this.clock, identity.instanceId);
    this.reader = new EventReader(read);
    this.jobs = new JobReader(url, `${name} typeorm`);
    this.executor = new CommandExecutor({
      pool: append,
      clock: this.clock,
      producer: identity,
      logger,
      onCommitted: (events) => {
        for (const listener of this.listeners) listener(events);
      },
    });
  }

  start(): void {
    const next = (): void => {
      void this.ping().finally(() => {
        if (!this.stopped) this.timer = setTimeout(next, PING_EVERY_MS);
      });
    };
    next();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.executor.abandon();
    if (this.executor.storeAnswers) await this.executor.whenIdle();
    await this.jobs.close();
    for (const pool of this.pools) await pool.end();
  }

  /** Every event this process commits, in log order. */
  onCommitted(listener: (events: readonly LoggedEvent[]) => void): void {
    this.listeners.add(listener);
  }

  get readiness(): Readiness {
    if (this.answer.ready && !this.executor.storeAnswers) return { ready: false, detail: 'the store does not answer' };
    return this.answer;
  }

  private async ping(): Promise<void> {
    try {
      const { position } = await this.reader.head();
      this.executor.noteHead(position);
      if (!this.answer.ready) this.logger.info({ head: position }, 'connected to PostgreSQL');
      this.answer = { ready: true };
    } catch (error) {
      const detail = error instanceof StatementRefused ? 'the schema is missing: run the migration' : 'the store does not answer';
      if (this.answer.ready) this.logger.warn({ err: error }, detail);
      this.answer = { ready: false, detail };
    }
  }
}
