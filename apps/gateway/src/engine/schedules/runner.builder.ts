import type { ScheduleFired, ScheduleSkipped } from '#contracts';
import { decideCreateSchedule, type ScheduleSpec, type ScheduleState } from '#domain';
import { CommandExecutor, EventReader, migrate, ResourceStore, ScheduleReader, StoreClock, StorePool, uuidV7 } from '#event-log';
import { createLogger, type Logger } from '#observability';
import { freshDatabase } from '#testing';
import { cadenceOf } from '../../schedules/cron-cadence';
import { ScheduleRecords, written } from '../../schedules/schedule-records';
import { Schedules } from '../../schedules/schedules';
import { ScheduleRunner, type ScheduleRunnerParts } from './schedule-runner';

/** A clock that stands where it is put. */
export class SetClock extends StoreClock {
  constructor(private ms: number) {
    super();
  }

  override nowMs(): number {
    return this.ms;
  }

  override observe(): void {
    // What the store's own clock says is not asked for here.
  }

  set(ms: number): void {
    this.ms = ms;
  }
}

export interface TickEvent {
  readonly eventType: string;
  readonly correlationId: string;
  readonly payload: Pick<ScheduleFired, 'name' | 'tick'> & Partial<Pick<ScheduleFired, 'jobId'> & Pick<ScheduleSkipped, 'count' | 'reason' | 'previousJobId' | 'errorCode' | 'detail'>>;
}

/** Schedules on a store of their own, with as many runners as gateways are wanted and a clock that is set. */
export class ScheduleWorld {
  readonly runners: ScheduleRunner[] = [];
  readonly cancelled: { readonly jobId: string; readonly by: string }[] = [];

  private constructor(
    private readonly pool: StorePool,
    readonly clock: SetClock,
    readonly executor: CommandExecutor,
    readonly resources: ResourceStore,
    readonly reader: ScheduleReader,
    private readonly logger: Logger,
  ) {}

  static async open(at: string): Promise<ScheduleWorld> {
    const url = await freshDatabase();
    await migrate(url);
    const logger = createLogger({ service: 'gateway', instanceId: 'gateway-spec', level: 'silent' });
    const pool = new StorePool({ url, applicationName: 'spec', max: 6, logger });
    const clock = new SetClock(Date.parse(at));
    const producer = { service: 'gateway', instanceId: 'gateway-spec', version: '0.0.0' };
    const executor = new CommandExecutor({ pool, clock, producer, logger });
    return new ScheduleWorld(pool, clock, executor, new ResourceStore({ pool, clock, producer }), new ScheduleReader(pool), logger);
  }

  async close(): Promise<void> {
    for (const runner of this.runners) runner.stop();
    await this.executor.whenIdle();
    await this.pool.end();
  }

  async make(name: string, changes: Partial<ScheduleSpec> = {}): Promise<ScheduleState> {
    const spec: ScheduleSpec = { cron: '* * * * *', timeZone: 'UTC', job: { type: 'simulate.work' }, catchUp: 'once', catchUpLimit: 10, overlap: 'allow', ...changes };
    const { resource } = await this.resources.change<ScheduleState, unknown>('schedule', name, { correlationId: 'spec' }, (state, ctx) =>
      written(decideCreateSchedule(state, { id: ctx.streamId, tenantId: 'default', name, spec }, cadenceOf(spec), ctx)),
    );
    if (resource === undefined) throw new Error(`${name} was not made`);
    return resource.state;
  }

  /** One more gateway that runs the schedules. */
  run(changes: Partial<ScheduleRunnerParts> = {}): ScheduleRunner {
    const runner = new ScheduleRunner({
      reader: this.reader,
      records: new ScheduleRecords(this.resources),
      clock: this.clock,
      logger: this.logger,
      submit: (schedule, key, correlationId) => this.submit(schedule, key, correlationId),
      cancel: async (jobId, by, reason) => {
        this.cancelled.push({ jobId, by });
        await this.executor.run(jobId, { kind: 'cancel', by, reason }, { patient: false });
      },
      ...changes,
    });
    this.runners.push(runner);
    runner.start();
    return runner;
  }

  /** What people do with them, at some gateway. */
  people(): Schedules {
    const { resources, reader, clock } = this;
    return new Schedules({
      resources,
      reader,
      within: () => ({ schedules: reader }),
      records: new ScheduleRecords(resources),
      maxSchedules: 10,
      submit: (schedule, key, correlationId) => this.submit(schedule, key, correlationId),
      cancel: () => Promise.resolve(),
      head: () => 0,
      nowMs: () => clock.nowMs(),
    });
  }

  async submit({ job, tenantId }: ScheduleState, idempotencyKey: string, correlationId: string): Promise<{ jobId: string }> {
    const result = await this.executor.submit(
      { jobId: uuidV7(), tenantId, correlationId, type: job.type, queue: 'default', priority: 'normal', payload: {}, idempotencyKey, requestHash: 'the same' },
      100,
    );
    return { jobId: result.jobId };
  }

  async schedule(name: string): Promise<ScheduleState> {
    const resource = await this.resources.get<ScheduleState>('schedule', name);
    if (resource === undefined) throw new Error(`there is no ${name}`);
    return resource.state;
  }

  /** What became of ticks, in the order of the log. */
  async ticks(): Promise<TickEvent[]> {
    const events = await new EventReader(this.pool).read(0, 10_000);
    return events.filter(({ type }) => type === 'schedule.fired' || type === 'schedule.skipped').map(({ text }) => JSON.parse(text) as TickEvent);
  }

  async jobs(): Promise<{ id: string; idempotency_key: string; status: string }[]> {
    return (await this.pool.query<{ id: string; idempotency_key: string; status: string }>({ name: 'spec_jobs', text: 'SELECT id, idempotency_key, status FROM jobs ORDER BY idempotency_key' })).rows;
  }
}
