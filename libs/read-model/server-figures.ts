import type { Db, Document } from 'mongodb';

/** What a MongoDB server says of itself, in the units of the names; counts are since its start. */
export interface ServerFigures {
  readonly isPrimary: boolean;
  readonly uptimeSeconds: number;
  readonly connections: { readonly current: number; readonly available: number };
  readonly operations: Readonly<Record<ServerOperation, number>>;
  readonly operationSeconds: Readonly<Record<LatencyKind, number>>;
  readonly cacheBytes: { readonly used: number; readonly dirty: number; readonly max: number };
  readonly residentBytes: number;
  /** Of the database of the read models. */
  readonly dataBytes: number;
  readonly indexBytes: number;
  /** Of the file system that holds the data. */
  readonly diskUsedBytes: number;
  readonly diskSizeBytes: number;
}

export const SERVER_OPERATIONS = ['insert', 'query', 'update', 'delete', 'getmore', 'command'] as const;
export type ServerOperation = (typeof SERVER_OPERATIONS)[number];
export const LATENCY_KINDS = ['reads', 'writes', 'commands'] as const;
export type LatencyKind = (typeof LATENCY_KINDS)[number];

/** Sections of serverStatus that cost time or are of no use here. */
const LEFT_OUT = { metrics: 0, locks: 0, sharding: 0, transactions: 0, tcmalloc: 0, logicalSessionRecordCache: 0, oplogTruncation: 0 } as const;
const MIB = 1024 * 1024;
const MICROSECONDS = 1_000_000;

/** Asks the server. Throws what the driver throws when it does not answer within `timeoutMs`. */
export async function serverFigures(db: Db, timeoutMs: number): Promise<ServerFigures> {
  const within = { timeoutMS: timeoutMs };
  const [status, hello, size] = await Promise.all([
    db.admin().command({ serverStatus: 1, ...LEFT_OUT }, within),
    db.admin().command({ hello: 1 }, within),
    db.command({ dbStats: 1 }, within),
  ]);
  return figuresOf(status, hello, size);
}

/** A figure that this version of the server does not tell is 0. */
export function figuresOf(status: Document, hello: Document, size: Document): ServerFigures {
  const cache = (name: string): number => numberAt(status, 'wiredTiger', 'cache', name);
  return {
    isPrimary: hello['isWritablePrimary'] === true,
    uptimeSeconds: numberAt(status, 'uptime'),
    connections: { current: numberAt(status, 'connections', 'current'), available: numberAt(status, 'connections', 'available') },
    operations: byName(SERVER_OPERATIONS, (operation) => numberAt(status, 'opcounters', operation)),
    operationSeconds: byName(LATENCY_KINDS, (kind) => numberAt(status, 'opLatencies', kind, 'latency') / MICROSECONDS),
    cacheBytes: { used: cache('bytes currently in the cache'), dirty: cache('tracked dirty bytes in the cache'), max: cache('maximum bytes configured') },
    residentBytes: numberAt(status, 'mem', 'resident') * MIB,
    dataBytes: numberAt(size, 'storageSize'),
    indexBytes: numberAt(size, 'indexSize'),
    diskUsedBytes: numberAt(size, 'fsUsedSize'),
    diskSizeBytes: numberAt(size, 'fsTotalSize'),
  };
}

/** Numbers come as doubles, integers or longs, whatever the server finds short. */
function numberAt(document: Document, ...path: readonly string[]): number {
  let value: unknown = document;
  for (const key of path) value = (value as Document | undefined)?.[key];
  const number = Number(value);
  return Number.isFinite(number) ? number : 0;
}

function byName<Name extends string>(names: readonly Name[], read: (name: Name) => number): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name) => [name, read(name)])) as Record<Name, number>;
}
