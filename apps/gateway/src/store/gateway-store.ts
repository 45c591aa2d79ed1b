import { AlertReader, ApiKeyStore, AuditStore, BacklogReader, CommandExecutor, Controls, DataKeyStore, EngineStore, EventReader, JobHistory, JobReader, JobsOfKey, MembershipStore, OperationReader, QuotaStore, RelayLease, ResourceStore, ScheduleReader, SessionStore, SigningKeyStore, StatementRefused, StoreClock, StorePool, TicketStore, UserStore, WhyReader, WithheldStore, WorkerSightings, TenantJobs, TenantPool, type LoggedEvent } from '#event-log';
import type { TenantId } from '#contracts';
import type { DecisionContext } from '#domain';
import type { Readiness, ServiceIdentity } from '#http';
import type { KeyEnvironment, Principal } from '#identity';
import type { Logger } from '#observability';

const PING_EVERY_MS = 1_000;

/** What a tenant reads, of what the store shows to it. */
export interface TenantReads {
  readonly jobs: Pick<JobReader, 'job' | 'attempts'>;
  readonly history: JobHistory;
  readonly reader: EventReader;
  readonly operations: OperationReader;
  readonly schedules: ScheduleReader;
}

/**
 * The gateway's hands on PostgreSQL: one connection for appending, some for the engine, some for readers of the log, some for what operators set, and
 * TypeORM's own for what is not hot. They are apart so that somebody who reads the whole log stands neither between a client and its commit nor before the relay's lease.
 */
export class GatewayStore {
  readonly clock = new StoreClock();
  readonly engine: EngineStore;
  readonly reader: EventReader;
  readonly executor: CommandExecutor;
  readonly jobs: JobReader;
  /** What operators set, and what of it stands between a job and its grant. */
  readonly resources: ResourceStore;
  readonly controls: Controls;
  readonly schedules: ScheduleReader;
  readonly sightings: WorkerSightings;
  readonly operations: OperationReader;
  readonly alerts: AlertReader;
  readonly apiKeys: ApiKeyStore;
  readonly dataKeys: DataKeyStore;
  readonly jobsOfKey: JobsOfKey;
  readonly tickets: TicketStore;
  readonly quotas: QuotaStore;
  readonly users: UserStore;
  readonly members: MembershipStore;
  readonly sessions: SessionStore;
  readonly signingKeys: SigningKeyStore;
  readonly audit: AuditStore;
  readonly withheld: WithheldStore;
  /** What waits, for gauges. */
  readonly backlog: BacklogReader;
  readonly why: WhyReader;
  readonly history: JobHistory;
  /** The log for the relay, on the engine's own connections. */
  readonly engineReader: EventReader;
  readonly relayLease: RelayLease;
  private readonly pools: readonly { end(): Promise<void> }[];
  private readonly tenants: TenantPool;
  private readonly claimListeners = new Set<(keys: ReadonlySet<string>) => void>();
  private readonly listeners = new Set<(events: readonly LoggedEvent[]) => void>();
  private verdictOf: DecisionContext['verdictOf'];
  private answer: Readiness = { ready: false, detail: 'not reached yet' };
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    url: string,
    identity: ServiceIdentity,
    private readonly logger: Logger,
    keyEnvironment: KeyEnvironment = 'dev',
  ) {
    const name = `gateway ${identity.instanceId}`.slice(0, 50);
    const append = new StorePool({ url, applicationName: `${name} append`, max: 1, logger });
    const engine = new StorePool({ url, applicationName: `${name} engine`, max: 3, logger });
    const read = new StorePool({ url, applicationName: `${name} read`, max: 3, logger });
    const settings = new StorePool({ url, applicationName: `${name} resources`, max: 2, logger });
    this.tenants = new TenantPool({ url, applicationName: `${name} tenants`, max: 3, logger });
    // A flood that is noted must stand before nobody's command.
    const audit = new StorePool({ url, applicationName: `${name} audit`, max: 2, logger });
    this.audit = new AuditStore(audit);
    this.pools = [append, engine, read, settings, audit, this.tenants];
    this.engine = new EngineStore(engine);
    this.withheld = new WithheldStore(engine);
    // A count of a long line must not stand before the engine's own statements.
    this.backlog = new BacklogReader(read);
    this.engineReader = new EventReader(engine);
    this.schedules = new ScheduleReader(engine);
    this.operations = new OperationReader(engine);
    this.why = new WhyReader(read);
    this.history = new JobHistory(read);
    this.relayLease = new RelayLease(engine, this.clock, identity.instanceId);
    this.reader = new EventReader(read);
    this.jobs = new JobReader(url, `${name} typeorm`);
    const onCommitted = (events: readonly LoggedEvent[]): void => {
      for (const listener of this.listeners) listener(events);
    };
    this.controls = new Controls(settings, logger);
    this.sightings = new WorkerSightings(settings);
    this.alerts = new AlertReader(settings);
    this.apiKeys = new ApiKeyStore(settings, keyEnvironment);
    this.dataKeys = new DataKeyStore(settings);
    this.jobsOfKey = new JobsOfKey(read);
    this.tickets = new TicketStore(settings);
    this.quotas = new QuotaStore(settings);
    this.users = new UserStore(settings);
    this.members = new MembershipStore(settings);
    this.sessions = new SessionStore(settings);
    this.signingKeys = new SigningKeyStore(settings);
    this.resources = new ResourceStore({
      pool: settings,
      clock: this.clock,
      producer: identity,
      onCommitted: (events) => {
        this.executor.noteHead(events.at(-1)?.position ?? 0);
        onCommitted(events);
      },
      // The change is committed and holds, whatever this process knows of it; it only decides better when it knows.
      onControlsChanged: async (version) => {
        if (this.controls.snapshot.version < version) await this.controls.reload().catch(() => undefined);
      },
    });
    this.executor = new CommandExecutor({
      pool: append,
      clock: this.clock,
      producer: identity,
      logger,
      gates: () => this.controls.snapshot,
      verdictOf: () => this.verdictOf,
      // A store that is away is noticed by the next append.
      controlsChanged: () => this.controls.reload().catch(() => undefined),
      onClaims: (keys) => {
        for (const listener of this.claimListeners) listener(keys);
      },
      onCommitted,
    });
  }

  /** Reads on behalf of a tenant. Each is asked of a session that sees the rows of this tenant and no other, besides what its statement asks for. */
  within(tenantId: TenantId): TenantReads {
    const store = this.tenants.as(tenantId);
    return { jobs: new TenantJobs(store), history: new JobHistory(store), reader: new EventReader(store), operations: new OperationReader(store), schedules: new ScheduleReader(store) };
  }

  /** Reads on behalf of who asks. Where authentication is off there is nobody to tell apart: everybody reads what there is. */
  readsOf({ kind, tenantId }: Pick<Principal, 'kind' | 'tenantId'>): Pick<TenantReads, 'jobs' | 'history'> {
    return kind === 'anonymous' ? { jobs: this.jobs, history: this.history } : this.within(tenantId);
  }

  /** From here on each start is held against this policy. */
  governBy(verdictOf: NonNullable<DecisionContext['verdictOf']>): void {
    this.verdictOf = verdictOf;
  }

  start(): void {
    const next = (): void => {
      void this.ping().finally(() => {
        if (!this.stopped) this.timer = setTimeout(next, PING_EVERY_MS);
      });
    };
    next();
    this.controls.start();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.controls.stop();
    this.executor.abandon();
    if (this.executor.storeAnswers) await this.executor.whenIdle();
    await this.jobs.close();
    for (const pool of this.pools) await pool.end();
  }

  /** Every event this process commits: of each of its two writers in log order. */
  onCommitted(listener: (events: readonly LoggedEvent[]) => void): void {
    this.listeners.add(listener);
  }

  /** Keys that something may wait for: slots that this process freed, and keys on which it withheld a job a moment ago. */
  onClaims(listener: (keys: ReadonlySet<string>) => void): void {
    this.claimListeners.add(listener);
  }

  get readiness(): Readiness {
    if (this.answer.ready && !this.executor.storeAnswers) return { ready: false, detail: 'the store does not answer' };
    if (this.answer.ready && !this.controls.known) return { ready: false, detail: 'what operators have set was not read yet' };
    return this.answer;
  }

  private async ping(): Promise<void> {
    try {
      const { position } = await this.reader.head();
      this.executor.noteHead(position);
      if (!this.answer.ready) this.logger.info({ head: position }, 'connected to PostgreSQL');
      this.answer = { ready: true };
      if (!this.controls.known) await this.controls.look();
    } catch (error) {
      const detail = error instanceof StatementRefused ? 'the schema is missing: run the migration' : 'the store does not answer';
      if (this.answer.ready) this.logger.warn({ err: error }, detail);
      this.answer = { ready: false, detail };
    }
  }
}
