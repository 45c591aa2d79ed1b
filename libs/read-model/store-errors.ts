import { MongoBulkWriteError, MongoError, MongoErrorLabel, MongoNetworkError, MongoNotConnectedError, MongoServerError, MongoServerSelectionError, MongoTopologyClosedError } from 'mongodb';

export const DUPLICATE_KEY = 11000;

export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoError && error.code === DUPLICATE_KEY;
}

const EXCEEDED_TIME_LIMIT = 50;

/** True when the server gave up on an operation that took longer than it may: it answers, only this was too much to ask. */
export function isTooSlow(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === EXCEEDED_TIME_LIMIT;
}

/** Server codes that say "not now": not primary, shutting down, interrupted by a change of state, exceeded time limit, write concern lost. */
const NOT_NOW = new Set([6, 7, 50, 64, 79, 89, 91, 100, 189, 202, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

/** A write to a connection that breaks at that moment fails with the socket's own error, which the driver does not wrap. */
const BROKEN_SOCKET = new Set(['ECONNRESET', 'EPIPE', 'ECONNREFUSED', 'ECONNABORTED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * The driver wraps whatever breaks during a bulk write (a lost connection, a closed topology) into a bulk error without write errors and
 * keeps the true one as `errorResponse`. This gives that one, or the error itself when it wraps nothing.
 */
export function unwrapBulkError(error: unknown): unknown {
  if (!(error instanceof MongoBulkWriteError) || [error.writeErrors].flat().length > 0) return error;
  const inner: unknown = error.errorResponse;
  return inner instanceof Error ? inner : error;
}

/**
 * True when the database is away or changes hands and the same operation will work later; false for faults that waiting does not mend.
 */
export function isStoreUnavailable(thrown: unknown): boolean {
  const error = unwrapBulkError(thrown);
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true;
  if (error instanceof MongoNotConnectedError || error instanceof MongoTopologyClosedError) return true;
  if (!(error instanceof MongoError)) return BROKEN_SOCKET.has((error as NodeJS.ErrnoException | undefined)?.code ?? '');
  if (error.hasErrorLabel(MongoErrorLabel.RetryableWriteError) || error.hasErrorLabel(MongoErrorLabel.TransientTransactionError)) return true;
  if (error.name === 'MongoOperationTimeoutError' || error.name === 'MongoPoolClearedError' || error.name === 'MongoWaitQueueTimeoutError') return true;
  return error instanceof MongoServerError && typeof error.code === 'number' && NOT_NOW.has(error.code);
}
