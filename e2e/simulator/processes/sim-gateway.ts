import type { CancelJobResponse, CreateScheduleRequest, PutLimitRequest, RedriveJobResponse, StartOperationRequest, SubmitJobRequest, SubmitJobResponse } from '#contracts';
import { TOPOLOGY } from '#contracts';
import { assertTopology, ConfirmPublisher, EnvelopeServer } from '#messaging';
import { ANONYMOUS } from '#identity';
import type { Logger } from '#observability';
import { cancelJob } from '../../../apps/gateway/src/cancel-job/cancel-job';
import { CancelJobController } from '../../../apps/gateway/src/cancel-job/cancel-job.controller';
import { JobTypeRules } from '../../../apps/gateway/src/define-job-types/job-type-rules';
import { ControlWorkers } from '../../../apps/gateway/src/control-workers/control-workers';
import { ControlQueues } from '../../../apps/gateway/src/control-queues/control-queues';
import { Engine } from '../../../apps/gateway/src/engine/engine';
import { ScheduleRunner } from '../../../apps/gateway/src/engine/schedules/schedule-runner';
import { ReportsController } from '../../../apps/gateway/src/engine/reports/reports.controller';
import { applyAction } from '../../../apps/gateway/src/operations/apply-action';
import { OperationRunner } from '../../../apps/gateway/src/operations/operation-runner';
import { Operations } from '../../../apps/gateway/src/operations/operations';
import { JobQueues } from '../../../apps/gateway/src/queues/job-queues';
import { RedriveJob } from '../../../apps/gateway/src/redrive-job/redrive-job';
import type { Corrections } from '../../../apps/gateway/src/redrive-job/next-life';
import { ScheduleRecords } from '../../../apps/gateway/src/schedules/schedule-records';
import { Schedules } from '../../../apps/gateway/src/schedules/schedules';
import { submitTick } from '../../../apps/gateway/src/schedules/submit-tick';
import { SetLimitsController } from '../../../apps/gateway/src/set-limits/set-limits.controller';
import { GatewayStore } from '../../../apps/gateway/src/store/gateway-store';
import { SealJobs } from '../../../apps/gateway/src/seal-jobs/seal-jobs';
import { SubmitJob } from '../../../apps/gateway/src/submit-job/submit-job';
import { parseOnce } from '../broker/parse-once';
import type { SimProcess } from '../kernel/sim-process';
import type { Stage } from '../stage';
import { addHandlers } from './add-handlers';
import { SimJobReader } from './sim-job-reader';
import { simLogger } from './sim-logger';

const URL = 'amqp://sim';
const AN_OPERATOR = { tenantId: ANONYMOUS.tenantId, correlationId: 'c-operator' };
const MAX_SCHEDULES = 10;

/** A gateway: the parts of GatewayModule, put together without Nest. */
export class SimGateway {
  readonly process: SimProcess;
  private submitJob: SubmitJob | undefined;
  private cancelJob: CancelJobController | undefined;
  private redriveJob: RedriveJob | undefined;
  private controlQueues: ControlQueues | undefined;
  private controlWorkers: ControlWorkers | undefined;
  private setLimits: SetLimitsController | undefined;
  private schedules: Schedules | undefined;
  private operations: Operations | undefined;
  private engine: Engine | undefined;

  constructor(
    private readonly stage: Stage,
    readonly name: string,
  ) {
    this.process = stage.process(name);
  }

  get leads(): boolean {
    return this.process.up && (this.engine?.relay.leads ?? false);
  }

  boot(): void {
    this.process.begin(() => this.main());
  }

  /** As over HTTP: runs in the gateway's name; what is not answered when it dies is never answered. */
  submit(request: SubmitJobRequest, key: string, answer: (response: SubmitJobResponse) => void, refuse: (error: unknown) => void): void {
    this.process.run(this.process.generation, 'arrival', () => void this.submitJob?.submit(request, key, { tenantId: ANONYMOUS.tenantId, correlationId: `c-${key}` }, 200).then(answer, refuse));
  }

  cancel(jobId: string, answer: (response: CancelJobResponse) => void, refuse: (error: unknown) => void): void {
    this.process.run(this.process.generation, 'arrival', () => void this.cancelJob?.cancel(ANONYMOUS, { id: jobId }, { by: 'a client' }).then(answer, refuse));
  }

  redrive(jobId: string, corrections: Corrections, answer: (response: RedriveJobResponse) => void, refuse: (error: unknown) => void): void {
    this.process.run(this.process.generation, 'arrival', () => void this.redriveJob?.redrive(jobId, corrections, 'an operator', undefined).then(answer, refuse));
  }

  pause(queue: string, answer: () => void, refuse: (error: unknown) => void): void {
    this.process.run(this.process.generation, 'arrival', () => void this.controlQueues?.pause(queue, { by: 'an operator' }, 'c-pause').then(answer, refuse));
  }

  resume(queue: string, answer: () => void, refuse: (error: unknown) => void): void {
    this.process.run(this.process.generation, 'arrival', () => void this.controlQueues?.resume(queue, { by: 'an operator' }, 'c-resume').then(answer, refuse));
  }

  pauseWorker(id: string, answer: () => void, refuse: (error: unknown) => void): void {
    this.process.run(this.process.generation, 'arrival', () => void this.controlWorkers?.pause(id, { by: 'an operator' }, 'c-pause').then(answer, refuse));
  }

  resumeWorker(id: string, answer: () => void, refuse: (error: unknown) => void): void {
    this.process.run(this.process.generation, 'arrival', () => void this.controlWorkers?.resume(id, { by: 'an operator' }, 'c-resume').then(answer, refuse));
  }

  limit(name: string, limit: PutLimitRequest, answer: () => void, refuse: (error: unknown) => void): void {
    const request = { correlationId: 'c-limit' } as Parameters<SetLimitsController['put']>[2];
    this.process.run(this.process.generation, 'arrival', () => void this.setLimits?.put({ name }, limit, request).then(answer, refuse));
  }

  createSchedule(request: CreateScheduleRequest, answer: () => void, refuse: (error: unknown) => void): void {
    this.process.run(this.process.generation, 'arrival', () => void this.schedules?.create(request, AN_OPERATOR).then(answer, refuse));
  }

  pauseSchedule(name: string, answer: () => void, refuse: (error: unknown) => void): void {
    this.process.run(this.process.generation, 'arrival', () => void this.schedules?.pause(name, {}, AN_OPERATOR).then(answer, refuse));
  }

  resumeSchedule(name: string, answer: () => void, refuse: (error: unknown) => void): void {
    this.process.run(this.process.generation, 'arrival', () => void this.schedules?.resume(name, {}, AN_OPERATOR).then(answer, refuse));
  }

  startOperation(request: StartOperationRequest, answer: () => void, refuse: (error: unknown) => void): void {
    this.process.run(this.process.generation, 'arrival', () => void this.operations?.start(request, AN_OPERATOR).then(answer, refuse));
  }

  private main(): void {
    const { stage, name } = this;
    const logger = simLogger(stage, name);
    const identity = { service: 'gateway' as const, instanceId: name, version: '0.0.0', startedAt: new Date(0) };
    const store = new GatewayStore('postgres://sim', identity, logger);
    const publisher = (purpose: string): ConfirmPublisher =>
      new ConfirmPublisher({ url: URL, name: `${name} ${purpose}`, logger, maxInFlight: 2_000, setup: async (session) => assertTopology(await session.createChannel()) });
    const relayPublisher = publisher('relay');
    stage.plants.relayPublisher?.(relayPublisher);
    const controlPublisher = publisher('control');
    const queues = new JobQueues({ url: URL, name: `${name} queues`, store: store.engine, logger, maxQueues: 10, maxDepth: 1_000, head: () => store.executor.knownHead });
    stage.plants.executor?.(store.executor, stage.store);
    const engine = new Engine({ store, relayPublisher, controlPublisher, queues, identity, logger, runs: true });
    stage.plants.reports?.(engine.reports, store.executor, stage.store);
    const controller = new ReportsController(engine);
    const server = new EnvelopeServer({
      url: URL,
      name: `${name} consume`,
      logger,
      parkVia: controlPublisher,
      topology: assertTopology,
      queues: [
        { queue: TOPOLOGY.queues.reports.name, prefetch: 1_000, maxMessages: 256, parse: parseOnce },
        { control: { id: name, keys: [name, TOPOLOGY.gatewaysKey] }, prefetch: 1_000, maxMessages: 256, parse: parseOnce },
      ],
    });
    addHandlers(server, controller);
    this.submitJob = new SubmitJob({
      executor: store.executor, queues, store: store.engine, clock: store.clock, types: new JobTypeRules(store.controls), workers: engine.liveWorkers,
      seals: new SealJobs({ keys: undefined, mode: 'off', limitedBy: () => [] }), consents: { admit: () => Promise.resolve() }, offers: engine.offers,
    });
    this.redriveJob = new RedriveJob(store.executor, new SimJobReader(stage.store), this.submitJob);
    this.cancelJob = new CancelJobController(store, engine);
    this.controlQueues = new ControlQueues(store.resources, store.engine, engine.liveWorkers);
    this.controlWorkers = new ControlWorkers(store.resources, store.sightings, engine.workers);
    this.setLimits = new SetLimitsController(store);
    this.engine = engine;
    if (stage.duties.schedules) this.runSchedules(store, engine, logger);
    if (stage.duties.operations) this.runOperations(store, engine, logger);
    store.start();
    queues.start();
    void relayPublisher.start();
    void controlPublisher.start();
    engine.start();
    server.listen(() => undefined);
  }
  private runSchedules(store: GatewayStore, engine: Engine, logger: Logger): void {
    const { executor, resources, schedules: reader, clock } = store;
    const records = new ScheduleRecords(resources);
    const asIs = submitTick(this.submitJob as SubmitJob);
    const submit = this.stage.plants.submitTick?.(asIs) ?? asIs;
    const cancel = async (jobId: string, by: string, reason: string): Promise<void> => void (await cancelJob(executor, engine.control, jobId, { by, reason, cause: 'overlap' }));
    engine.addLeaderPart(new ScheduleRunner({ reader, records, clock, logger, submit, cancel }));
    this.schedules = new Schedules({
      resources, reader, records, submit, cancel, maxSchedules: MAX_SCHEDULES, within: (tenantId) => store.within(tenantId), head: () => executor.knownHead, nowMs: () => clock.nowMs(),
    });
  }

  private runOperations(store: GatewayStore, engine: Engine, logger: Logger): void {
    const { executor, resources, operations: reader, clock } = store;
    const apply = applyAction(executor, engine.control, this.redriveJob as RedriveJob);
    engine.addLeaderPart(new OperationRunner({ resources: this.stage.plants.operations?.(resources) ?? resources, reader, logger, apply }));
    this.operations = new Operations({ resources, within: (tenantId) => store.within(tenantId), head: () => executor.knownHead, nowMs: () => clock.nowMs() });
  }
}
