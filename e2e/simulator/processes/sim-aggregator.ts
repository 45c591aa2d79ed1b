import { ConfirmPublisher } from '#messaging';
import { EventsController } from '../../../apps/aggregator/src/consume-events/events.controller';
import { EventsServer } from '../../../apps/aggregator/src/consume-events/events-server';
import { DependencyState } from '../../../apps/aggregator/src/dependency-state';
import { FeedUnavailable } from '../../../apps/aggregator/src/feed/log-feed';
import { HeadLookService } from '../../../apps/aggregator/src/project-log/head-look.service';
import { LogProjection, type ProjectionObserver } from '../../../apps/aggregator/src/project-log/log-projection';
import { MemoryFeed, MemoryReadModels, MemoryRebuilder } from '../../../apps/aggregator/src/project-log/memory-read-models.harness';
import { READ_MODELS } from '../../../apps/aggregator/src/read-models/read-models';
import type { SimProcess } from '../kernel/sim-process';
import type { Stage } from '../stage';
import { addHandlers } from './add-handlers';
import { simLogger } from './sim-logger';

const URL = 'amqp://sim';
const SILENT: ProjectionObserver = { applied: () => undefined, duplicates: () => undefined, foreign: () => undefined, repaired: () => undefined, lookedAtHead: () => undefined };

/** An aggregator: the real consumer, controller, projection and head look on read models in memory, which outlive it. */
export class SimAggregator {
  readonly process: SimProcess;

  constructor(
    private readonly stage: Stage,
    readonly name: string,
  ) {
    this.process = stage.process(name);
  }

  boot(): void {
    this.process.begin(() => this.main());
  }

  private main(): void {
    const { stage, name } = this;
    const logger = simLogger(stage, name);
    const step = async (): Promise<void> => {
      await Promise.resolve();
      if (stage.readModelFaults > 0 && stage.scheduler.random.chance(stage.readModelFaults)) throw new Error('the read models are away');
    };
    const readModels = new MemoryReadModels(stage.readModels, READ_MODELS, step);
    const feed = new MemoryFeed(
      () => {
        if (!stage.feedAnswers()) throw new FeedUnavailable('no gateway answers');
        return { events: stage.log.envelopes, head: { position: stage.store.head, epoch: stage.store.epoch } };
      },
      step,
    );
    const projection = new LogProjection(readModels, feed, new MemoryRebuilder(stage.readModels, feed, readModels), SILENT);
    // Never connected: what is in the log is never parked.
    const parkVia = new ConfirmPublisher({ url: URL, name: `${name} park`, logger });
    const server = new EventsServer({ url: URL, name: `${name} consume`, logger, parkVia, prefetch: 2_000, maxMessages: 1_000 });
    const controller = new EventsController(projection, server, logger);
    addHandlers(server, controller);
    const look = new HeadLookService(projection, { ping: () => Promise.resolve() }, server, { mongodb: new DependencyState(), gateway: new DependencyState() }, logger);
    server.listen(() => undefined);
    look.start();
  }
}
