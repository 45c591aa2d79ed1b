import { setTimeout as delay } from 'node:timers/promises';
import { type Collection, type Db, type Document, type Filter, MongoClient, type MongoClientOptions, type TopologyDescriptionChangedEvent } from 'mongodb';
import { slowQueries } from '#observability';
import { type CheckpointDocument, Checkpoints } from './checkpoints';
import { EventRing } from './event-ring';
import type { DocumentStore } from './document-store.port';
import { MongoDocuments } from './mongo-documents';
import { isPrimary, ReplicaSetWatch } from './replica-set-watch';
import { type BuildDocument, type Pointer, Pointers } from './pointers';
import { type ServerFigures, serverFigures } from './server-figures';
import { watchCommands } from './watch-commands';
import { projectionName, type Projector, type ReadModelDefinition, type ReadModelDocument } from './projector';

/** Driver types under names of this library, which is the only one that knows the driver. */
export type DocumentCollection<T extends Document> = Collection<T>;
export type DocumentFilter<T> = Filter<T>;

export interface StoreOptions {
  /** `mongodb://…`, credentials included where there are any. */
  readonly url: string;
  readonly database: string;
  /** Shown in the server's list of connections. */
  readonly name: string;
  /** How long an operation waits for a server before it fails; short, because callers know how to wait better. */
  readonly serverSelectionTimeoutMs?: number;
  /** How long an operation waits for the answer of a server that has stopped answering. */
  readonly socketTimeoutMs?: number;
}

const POINTERS = 'read_model_pointers';
const CHECKPOINTS = 'read_model_checkpoints';
const BUILDS = 'read_model_builds';

const SERVER_SELECTION_TIMEOUT_MS = 2_000;

const CONNECT_PAUSE_MS = 250;

/** No read or write of a read model takes this long on a healthy server; a stalled one must not hold a caller for ever. */
const SOCKET_TIMEOUT_MS = 15_000;

/**
 * The database of the read models. Once opened, it connects however long that takes, heals itself afterwards, never ends the process. Everything written
 * through it is majority-acknowledged.
 */
export class ReadModelStore {
  readonly pointers: Pointers;
  readonly checkpoints: Checkpoints;
  readonly events: EventRing;
  private readonly client: MongoClient;
  private readonly db: Db;
  private changes = 0;
  private readonly indexedAtChange = new Map<string, number>();
  private opened = false;
  private closed = false;
  private readonly replicaSet = new ReplicaSetWatch();
  private reconnecting: Promise<void> | undefined;

  constructor(options: StoreOptions) {
    const settings: MongoClientOptions = {
      appName: options.name,
      writeConcern: { w: 'majority' },
      readPreference: 'primary',
      // Every write here compares before it swaps, so whoever calls tries again safely; the server's own bookkeeping for it costs a tenth.
      retryWrites: false,
      ignoreUndefined: true,
      serverSelectionTimeoutMS: options.serverSelectionTimeoutMs ?? SERVER_SELECTION_TIMEOUT_MS,
      connectTimeoutMS: 5_000,
      socketTimeoutMS: options.socketTimeoutMs ?? SOCKET_TIMEOUT_MS,
      heartbeatFrequencyMS: 2_000,
      minHeartbeatFrequencyMS: 200,
      maxPoolSize: 16,
      monitorCommands: slowQueries.isWatching,
    };
    this.client = new MongoClient(options.url, settings);
    if (slowQueries.isWatching) watchCommands(this.client);
    this.client.on('topologyDescriptionChanged', (event) => {
      if (primaryOf(event.previousDescription) !== primaryOf(event.newDescription)) this.changes += 1;
      if (this.replicaSet.isAnother(event.newDescription, performance.now())) this.reconnecting ??= this.reconnect();
    });
    this.db = this.client.db(options.database);
    this.pointers = new Pointers(this.db.collection<Pointer>(POINTERS), this.db.collection<BuildDocument>(BUILDS));
    this.events = new EventRing(this.db);
    this.checkpoints = new Checkpoints(this.db.collection<CheckpointDocument>(CHECKPOINTS));
  }

  /** Starts to connect, and returns at once. Making a store does no I/O, so that an application can be described without one. */
  open(): this {
    if (!this.opened) void this.connect();
    this.opened = true;
    return this;
  }

  /**
   * The driver heals a connection that it once had. But when its first attempt fails (it makes one with the first operation), it refuses
   * every later operation as "Topology is closed" until connect() is called again: so that is done here until it succeeds.
   */
  private async connect(): Promise<void> {
    while (!this.closed) {
      try {
        await this.client.connect();
        break;
      } catch {
        await delay(CONNECT_PAUSE_MS, undefined, { ref: false });
      }
    }
    if (this.closed) await this.client.close();
  }

  /** The same client with an empty memory of its servers; what was handed out of it goes on with it. */
  private async reconnect(): Promise<void> {
    await this.client.close().catch(() => undefined);
    await this.connect();
    this.reconnecting = undefined;
  }

  /** Grows whenever the primary changes, goes or comes back: what was cached before is to be read again. */
  get topologyChanges(): number {
    return this.changes;
  }

  documents<T extends Document>(collection: string): DocumentCollection<T> {
    return this.db.collection<T>(collection);
  }

  /** A collection's documents as the projection writes them. */
  writable<T extends ReadModelDocument>(collection: string, projector: Pick<Projector<T>, 'weigh'>): DocumentStore<T> {
    return new MongoDocuments<T>(this.db.collection<ReadModelDocument>(collection), (document) => projector.weigh(document));
  }

  /** A collection of telemetry, with its indexes: made when it is first asked for, and again after a change of the primary, which may be another set without them. */
  async indexed<T extends Document>(telemetry: { readonly collection: string } & Pick<ReadModelDefinition, 'indexes'>): Promise<DocumentCollection<T>> {
    const { collection } = telemetry;
    const { changes } = this;
    if (this.indexedAtChange.get(collection) !== changes) {
      await this.ensureIndexes(collection, telemetry);
      this.indexedAtChange.set(collection, changes);
    }
    return this.documents<T>(collection);
  }

  /** Creates a collection's indexes; those that exist stay. */
  async ensureIndexes(collection: string, model: Pick<ReadModelDefinition, 'indexes'>): Promise<void> {
    if (model.indexes.length > 0) await this.db.collection(collection).createIndexes([...model.indexes]);
  }

  /** Creates an empty collection with its checkpoint. */
  async createGeneration(model: ReadModelDefinition, epoch: string): Promise<{ generation: number; collection: string; epoch: string }> {
    const { generation, collection } = await this.pointers.nextGeneration(model);
    await this.db.createCollection(collection);
    await this.checkpoints.start(collection, projectionName(model), epoch);
    return { generation, collection, epoch };
  }

  /** Drops a collection and its checkpoint. */
  async dropGeneration(collection: string): Promise<void> {
    await this.db.collection(collection).drop();
    await this.checkpoints.remove([collection]);
  }

  /** Fails when the database does not answer. */
  async ping(): Promise<void> {
    await this.db.command({ ping: 1 });
  }

  /** What the server says of itself. Fails when it does not answer in time. */
  serverFigures(timeoutMs: number): Promise<ServerFigures> {
    return serverFigures(this.db, timeoutMs);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.client.close();
  }
}

function primaryOf(description: TopologyDescriptionChangedEvent['newDescription']): string | undefined {
  for (const [address, server] of description.servers) {
    if (isPrimary(server)) return `${address} ${server.electionId?.toHexString() ?? ''}`;
  }
  return undefined;
}
