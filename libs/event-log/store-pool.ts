import { Pool, types } from 'pg';
import type { PoolClient, QueryResult, QueryResultRow } from 'pg';
import { slowQueries } from '#observability';
import { storeError, StoreUnavailable } from './store-errors';

/** What this library needs of a logger: pino's call shape. */
export interface StoreLogger {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface StorePoolOptions {
  /** `postgres://user@host:port/database` */
  readonly url: string;
  readonly applicationName: string;
  readonly max: number;
  /** The role that its sessions have, where it is not that of the user in the URL. */
  readonly role?: string;
  readonly logger: StoreLogger;
}

/** A statement that stays prepared on each connection under its name. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/**
 * Connections for the hot path, apart from TypeORM's: prepared statements by name, timestamps as the strings that stand in contracts, and every failure
 * sorted into "the store is down" and "the statement is wrong".
 *
 * Two clocks bound a statement. The server cancels it after 5 s; should the server itself be stopped, the client gives up after 8 s and drops the
 * connection, which leaves the outcome unknown.
 */
export class StorePool {
  private readonly pool: Pool;

  constructor(options: StorePoolOptions) {
    this.pool = new Pool({
      connectionString: options.url,
      application_name: options.applicationName,
      max: options.max,
      min: 1,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: CLIENT_TIMEOUT_MS,
      idleTimeoutMillis: 0,
      keepAlive: true,
      options: `-c statement_timeout=${STATEMENT_TIMEOUT_MS} -c idle_in_transaction_session_timeout=${STATEMENT_TIMEOUT_MS} -c TimeZone=UTC -c DateStyle=ISO -c search_path=public${options.role === undefined ? '' : ` -c role=${options.role}`}`,
      types: { getTypeParser },
    });
    // A connection that breaks while it is lent out fails its statement, and says so once more as an event; unheard, that would end the process.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
    // An idle connection that breaks: the pool has dropped it already, the next query opens another.
    this.pool.on('error', (err) => options.logger.debug({ err, pool: options.applicationName }, 'an idle connection to PostgreSQL was lost'));
  }

  /**
   * @param before makes the connection ready for the statement
   * @throws StoreUnavailable when the store is down (nothing happened, or `outcomeUnknown`), StatementRefused when the statement is at fault
   */
  async query<R extends QueryResultRow>(statement: Statement, values: readonly unknown[] = [], before?: (client: PoolClient) => Promise<void>): Promise<QueryResult<R>> {
    const client = await this.connect();
    let result: QueryResult<R>;
    const beganAtMs = slowQueries.isWatching ? performance.now() : 0;
    try {
      if (before !== undefined) await before(client);
      result = await client.query<R>({ name: statement.name, text: statement.text, values: values as unknown[] });
    } catch (error) {
      const sorted = storeError(error, true);
      client.release(sorted instanceof StoreUnavailable);
      throw sorted;
    } finally {
      if (slowQueries.isWatching) slowQueries.note(statement.name, performance.now() - beganAtMs);
    }
    client.release();
    return result;
  }

  async end(): Promise<void> {
    await this.pool.end();
  }

  private async connect(): Promise<PoolClient> {
    try {
      return await this.pool.connect();
    } catch (error) {
      throw new StoreUnavailable(error, false);
    }
  }
}

const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 5_000;
const CLIENT_TIMEOUT_MS = 8_000;

const INT8 = 20;
const JSON_TYPE = 114;
const TIMESTAMPTZ = 1184;

/** Positions stay far below 2^53, so bigint is a number; timestamps are the contract's strings. */
const getTypeParser = ((oid: number, format?: 'text' | 'binary') => {
  if (format !== 'binary') {
    if (oid === INT8) return Number;
    if (oid === TIMESTAMPTZ) return timestampText;
    if (oid === JSON_TYPE) return JSON.parse;
  }
  return types.getTypeParser(oid, format) as (value: string) => unknown;
}) as typeof types.getTypeParser;

/** `2026-11-21 10:00:00.5+00` → `2026-11-21T10:00:00.500Z`. The session's time zone is UTC. */
function timestampText(text: string): string {
  const fraction = text.indexOf('.', 19);
  if (text.length < 22 || text.charCodeAt(4) !== 45) return text; // -infinity, or a year beyond 9999
  const millis = fraction === -1 ? '000' : text.slice(fraction + 1, text.length - 3).slice(0, 3).padEnd(3, '0');
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${millis}Z`;
}
