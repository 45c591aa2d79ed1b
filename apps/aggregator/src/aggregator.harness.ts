import { createService, type Service } from '#http';
import { assertTopology, ConfirmPublisher } from '#messaging';
import { createLogger } from '#observability';
import { projectionName, type LoggedEvent, ReadModelStore, type ReadModelDefinition } from '#read-model';
import { TOPOLOGY } from '#contracts';
import { loadAggregatorEnv } from './aggregator.env';
import { aggregatorService } from './aggregator.service-options';

/** Where an aggregator of a spec finds what it needs. */
export interface Surroundings {
  readonly amqpUrl: string;
  readonly mongo: { readonly url: string; readonly database: string };
  readonly gatewayUrl: string;
}

const logger = createLogger({ service: 'spec', instanceId: 'spec', level: 'silent' });

export async function startAggregator({ amqpUrl, mongo, gatewayUrl }: Surroundings, instanceId = 'aggregator-1'): Promise<Service> {
  const env = loadAggregatorEnv({
    HTTP_PORT: '0', AMQP_URL: amqpUrl, MONGO_URL: mongo.url, MONGO_DATABASE: mongo.database, GATEWAY_URL: gatewayUrl, SERVICE_INSTANCE_ID: instanceId, AGGREGATOR_BATCH: '50', SHUTDOWN_TIMEOUT_MS: '5000',
  });
  const service = await createService({ ...aggregatorService(env), logger });
  await service.listen();
  return service;
}

/** Publishes events as the relay does, and declares the topology, as no aggregator may. */
export class Relay {
  private readonly publisher: ConfirmPublisher;

  constructor(amqpUrl: string) {
    this.publisher = new ConfirmPublisher({ url: amqpUrl, name: 'spec relay', logger, setup: async (session) => assertTopology(await session.createChannel()) });
  }

  async start(): Promise<void> {
    await this.publisher.start();
    await this.publisher.whenUp();
  }

  async publish(events: readonly LoggedEvent[], exchange: string = TOPOLOGY.exchanges.events.name): Promise<void> {
    await Promise.all(
      events.map(({ eventType, eventId, ...rest }) => this.publisher.publish(exchange, eventType, Buffer.from(JSON.stringify({ eventType, eventId, ...rest })), { eventType, eventId })),
    );
  }

  stop(): Promise<void> {
    return this.publisher.stop();
  }
}

/** What a read model serves right now: its documents, oldest id first, and its position. */
export async function served(store: ReadModelStore, model: ReadModelDefinition): Promise<{ documents: Record<string, unknown>[]; position: number; collection: string; epoch: string }> {
  const pointer = (await store.pointers.read([model])).get(projectionName(model));
  if (!pointer) throw new Error(`${model.name} is not served yet`);
  const { checkpoints } = await store.checkpoints.read([pointer.collection]);
  const documents = await store.documents(pointer.collection).find().sort({ _id: 1 }).toArray();
  return { documents, position: checkpoints.get(pointer.collection)?.position ?? -1, collection: pointer.collection, epoch: pointer.epoch };
}
