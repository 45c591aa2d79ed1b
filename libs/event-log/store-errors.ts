import { DatabaseError } from 'pg';

/**
 * The store cannot be used now. The code is one of the catalogue, so that the HTTP edge answers 503 without knowing this library.
 * `outcomeUnknown` says that a statement was under way and may have been committed.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly code = 'store_unavailable';
  readonly detail: string;

  constructor(
    cause: unknown,
    readonly outcomeUnknown: boolean,
  ) {
    super(outcomeUnknown ? 'the connection to the store was lost while it was writing' : 'the store cannot be reached', { cause });
    this.detail = outcomeUnknown
      ? 'the connection to the store was lost while it was writing; repeat the request with the same idempotency key to learn what became of it'
      : 'the store cannot be reached; nothing was written';
  }
}

/** More work is waiting for the store than it can take; nothing of this command was written. */
export class CommandQueueFull extends Error {
  override readonly name = 'CommandQueueFull';
  readonly code = 'queue_full';
  readonly retryAfterSeconds = 1;
  readonly detail: string;

  constructor(waiting: number) {
    super('too many commands wait for the store');
    this.detail = `${waiting} commands wait for the store`;
  }
}

/** So many change the same resource at once that this change never got its turn; nothing of it was written. */
export class ResourceContended extends Error {
  override readonly name = 'ResourceContended';
  readonly code = 'queue_full';
  readonly retryAfterSeconds = 1;
  readonly detail: string;

  constructor(kind: string, name: string) {
    super(`too many change the ${kind} ${name} at once`);
    this.detail = `too many change the ${kind.replace('_', ' ')} ${name} at once`;
  }
}

/** A statement that the server refused for what it says, not for the state the server is in. */
export class StatementRefused extends Error {
  override readonly name = 'StatementRefused';
  constructor(
    cause: DatabaseError,
    readonly sqlState: string,
    readonly constraint: string | undefined,
  ) {
    super(`the store refused the statement: ${cause.message}`, { cause });
  }
}

/**
 * Classes of SQLSTATE that speak of the server's state: connection, resources, operator, system, and transactions to be repeated.
 * 57014 (the statement timeout) is in class 57 on purpose: a store that takes five seconds is as good as down.
 */
const TRANSIENT_CLASSES = new Set(['08', '40', '53', '55', '57', '58', 'XX']);

/** What an error of the driver means: the statement is at fault, or the store is. Anything without a SQLSTATE is the connection's. */
export function storeError(error: unknown, underWay: boolean): StoreUnavailable | StatementRefused {
  if (error instanceof StoreUnavailable || error instanceof StatementRefused) return error;
  if (error instanceof DatabaseError && error.code !== undefined) {
    if (!TRANSIENT_CLASSES.has(error.code.slice(0, 2))) return new StatementRefused(error, error.code, error.constraint);
    // The server itself says that the statement did not happen, unless it was going down while it committed.
    return new StoreUnavailable(error, underWay && error.code.startsWith('57P'));
  }
  return new StoreUnavailable(error, underWay);
}
