import { ConfirmPublisher, envelopeFactory, EnvelopeServer, expectExchanges, JobConsumer, Parking } from '#messaging';
import { ControlController } from '../../../apps/worker/src/hear-gateway/control.controller';
import { AttemptRunner } from '../../../apps/worker/src/run-attempt/attempt-runner';
import { HandlerRegistry } from '../../../apps/worker/src/run-attempt/handler-registry';
import { WorkerHeartbeatSender } from '../../../apps/worker/src/show-signs-of-life/worker-heartbeat';
import { parseOnce } from '../broker/parse-once';
import type { SimProcess } from '../kernel/sim-process';
import type { Stage } from '../stage';
import { HANDLER } from './sim-handler';
import { addHandlers } from './add-handlers';
import { simLogger } from './sim-logger';

const URL = 'amqp://sim';

/** Compiling schemas takes longer than a whole schedule, and the registry keeps nothing of one. */
const registry = new HandlerRegistry([HANDLER]);

/** A worker: the parts of WorkerModule, put together without Nest. Each life is another incarnation. */
export class SimWorker {
  readonly process: SimProcess;
  private readonly offersSlots: boolean;
  id = '';
  private lives = 0;
  private runner: AttemptRunner | undefined;

  constructor(
    private readonly stage: Stage,
    readonly name: string,
    readonly slots: number,
  ) {
    this.process = stage.process(name);
    this.offersSlots = stage.scheduler.random.chance(0.5);
  }

  get freeSlots(): number {
    return this.process.works ? this.slots - (this.runner?.busy ?? 0) : 0;
  }

  boot(): void {
    this.id = `${this.name}.${++this.lives}`;
    this.process.begin(() => this.main());
  }

  /** SIGTERM: hands back, lets handlers end within the grace period, then exits. */
  shutDown(graceMs: number, exited: () => void): void {
    const { runner } = this;
    this.process.run(this.process.generation, 'arrival', () => void runner?.stop(graceMs).then(exited, exited));
  }

  private main(): void {
    const { stage, id } = this;
    const logger = simLogger(stage, id);
    const makeEnvelope = envelopeFactory({ service: 'worker', instanceId: id, version: '0.0.0' });
    const publisher = new ConfirmPublisher({ url: URL, name: `${id} publish`, logger, setup: async (session) => expectExchanges(await session.createChannel(), ['observatory.reports']) });
    stage.plants.workerPublisher?.(publisher);
    const runner = new AttemptRunner({ workerId: id, slots: this.slots, offersSlots: this.offersSlots, registry, publisher, makeEnvelope, logger });
    const consumer = new JobConsumer({
      queues: ['default'],
      parking: new Parking(publisher, logger),
      logger,
      onDelivery: (delivery) => runner.delivered(delivery),
      onReset: () => runner.feed({ kind: 'consumer_down' }),
      onParked: ({ queue, reason }) => {
        const { envelope, body } = makeEnvelope('job.parked', { queue, reason }, { correlationId: id });
        return publisher.publish('observatory.reports', 'job.parked', body, { eventType: 'job.parked', eventId: envelope.eventId });
      },
    });
    runner.consumeFrom(consumer);
    const server = new EnvelopeServer({
      url: URL,
      name: `${id} consume`,
      logger,
      parkVia: publisher,
      queues: [{ control: { id, keys: [id] }, prefetch: 1_000, maxMessages: 1_000, parse: parseOnce }],
      alongside: (session) => consumer.consumeOn(session),
    });
    server.onUp(() => runner.feed({ kind: 'consumer_up' }));
    server.onDown(() => runner.feed({ kind: 'consumer_down' }));
    const controller = new ControlController(runner);
    addHandlers(server, controller);
    const facts = { workerId: id, version: '0.0.0', startedAt: new Date(Date.now()).toISOString(), slots: this.slots, queues: ['default'], types: registry.types };
    const heartbeat = new WorkerHeartbeatSender(
      publisher,
      () => makeEnvelope('worker.announced', facts, { correlationId: id }),
      () => makeEnvelope('worker.heartbeat', { ...facts, service: 'worker', busy: runner.busy, running: runner.runningJobs, paused: runner.paused }, { correlationId: id }),
    );
    this.runner = runner;
    heartbeat.start();
    void publisher.start();
    server.listen(() => undefined);
  }
}
