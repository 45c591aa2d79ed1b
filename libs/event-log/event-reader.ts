import type { TenantId } from '#contracts';
import { traceparentIn } from './log-envelope';
import type { LoggedEvent } from './logged-event';
import type { Queryable } from './tenant-pool';

export interface LogHead {
  readonly position: number;
  readonly epoch: string;
}

/** A stretch of the log as bytes for a reader: one envelope per line. */
export interface FeedPage {
  /** Envelopes in the page; 0 when there is nothing after the given position. */
  readonly count: number;
  readonly lastPosition: number;
  /** The envelopes, each ended by a line feed. */
  readonly ndjson: string;
}

/** Reads the log by position. Positions are gapless, so a page is a range, and a short page means the end of the log (or the byte bound). */
export class EventReader {
  constructor(private readonly pool: Queryable) {}

  async head(): Promise<LogHead> {
    const { rows } = await this.pool.query<{ position: number; epoch: string }>(HEAD);
    return rows[0] as LogHead;
  }

  /**
   * A page of at most `limit` envelopes and about `maxBytes` (one envelope at least), joined by the server: a row per event would cost more to
   * take apart here than to send on. A page is one short statement, so a reader of the whole log never holds a snapshot.
   */
  async page(after: number, limit: number, maxBytes = MAX_PAGE_BYTES): Promise<FeedPage> {
    const { rows } = await this.pool.query<{ count: number; last: number | null; ndjson: string | null }>(PAGE, [after, limit, maxBytes]);
    const row = rows[0];
    if (row === undefined || row.last === null || row.ndjson === null) return { count: 0, lastPosition: after, ndjson: '' };
    return { count: row.count, lastPosition: row.last, ndjson: row.ndjson };
  }

  /**
   * The same for a tenant: of a stretch of the log what is of its jobs, schedules and operations. `lastPosition` is the end of the stretch, whatever was in it:
   * the log is looked at once, however few of its events are somebody's.
   */
  async ownPage(tenantId: TenantId, after: number, limit: number, maxBytes = MAX_PAGE_BYTES): Promise<FeedPage> {
    const { rows } = await this.pool.query<{ count: number; last: number | null; ndjson: string | null }>(OWN_PAGE, [after, limit, maxBytes, tenantId, STRETCH]);
    const row = rows[0];
    return { count: row?.count ?? 0, lastPosition: row?.last ?? after, ndjson: row?.ndjson ?? '' };
  }

  /** The same stretch as separate events, for the relay. */
  async read(after: number, limit: number, maxBytes = MAX_PAGE_BYTES): Promise<LoggedEvent[]> {
    const { rows } = await this.pool.query<{ position: number; stream_id: string; type: string; correlation_id: string; envelope: string }>(READ, [after, limit, maxBytes]);
    return rows.map((row) => ({
      position: row.position,
      eventId: eventIdOf(row.envelope),
      type: row.type,
      streamId: row.stream_id,
      correlationId: row.correlation_id,
      traceparent: traceparentIn(row.envelope),
      text: row.envelope,
      event: undefined,
    }));
  }

  /** The stored envelope of one version of each stream, for messages that have to be sent again. */
  async versions(streams: readonly { readonly streamId: string; readonly version: number }[]): Promise<LoggedEvent[]> {
    const { rows } = await this.pool.query<{ position: number; stream_id: string; type: string; correlation_id: string; envelope: string }>(VERSIONS, [
      streams.map(({ streamId }) => streamId),
      streams.map(({ version }) => version),
    ]);
    return rows.map((row) => ({
      position: row.position,
      eventId: eventIdOf(row.envelope),
      type: row.type,
      streamId: row.stream_id,
      correlationId: row.correlation_id,
      traceparent: traceparentIn(row.envelope),
      text: row.envelope,
      event: undefined,
    }));
  }
}

/** Pages stay small enough that none of them holds a snapshot for long or a process's memory for a slow reader. */
const MAX_PAGE_BYTES = 8 * 1024 * 1024;

const HEAD = { name: 'log_head', text: 'SELECT position, epoch FROM log_head' };

/** `octet_length` of a stored text does not unpack it, so the bound is found before anything large is read. */
const WITHIN = `
  SELECT position, stream_id, type, correlation_id, envelope,
         sum(octet_length(envelope)) OVER (ORDER BY position) - octet_length(envelope) AS bytes_before
  FROM events WHERE position > $1 AND position <= $1::bigint + $2::bigint`;

const PAGE = {
  name: 'feed_page',
  text: `SELECT count(*)::int AS count, max(position) AS last, string_agg(envelope, E'\\n' ORDER BY position) || E'\\n' AS ndjson
         FROM (${WITHIN}) page WHERE bytes_before < $3::bigint`,
};

/** Positions that one page of a tenant looks at. */
const STRETCH = 20_000;

// The head bounds the stretch: nothing above it is committed, and all below it is. A full page ends with its last event, any other with the stretch.
const OWN_PAGE = {
  name: 'own_feed_page',
  text: `WITH own AS MATERIALIZED (
           SELECT position, envelope, sum(octet_length(envelope)) OVER (ORDER BY position) - octet_length(envelope) AS bytes_before
           FROM (SELECT position, envelope FROM events
                 WHERE position > $1 AND position <= $1::bigint + $5::bigint AND tenant_id = $4 AND type ~ '^(job|schedule|operation)[.]' ORDER BY position LIMIT $2::bigint + 1) found),
         page AS (SELECT position, envelope FROM own WHERE bytes_before < $3::bigint ORDER BY position LIMIT $2::bigint)
         SELECT (SELECT count(*)::int FROM page) AS count,
                CASE WHEN (SELECT count(*) FROM own) > (SELECT count(*) FROM page) THEN (SELECT max(position) FROM page) ELSE greatest($1::bigint, least($1::bigint + $5::bigint, (SELECT position FROM log_head))) END AS last,
                (SELECT string_agg(envelope, E'\\n' ORDER BY position) || E'\\n' FROM page) AS ndjson`,
};

const READ = {
  name: 'read_events',
  text: `SELECT position, stream_id, type, correlation_id, envelope FROM (${WITHIN}) page WHERE bytes_before < $3::bigint ORDER BY position`,
};

const VERSIONS = {
  name: 'read_versions',
  text: `SELECT e.position, e.stream_id, e.type, e.correlation_id, e.envelope
         FROM unnest($1::uuid[], $2::int[]) AS wanted (stream_id, version)
         CROSS JOIN LATERAL (SELECT * FROM events x WHERE x.stream_id = wanted.stream_id AND x.version = wanted.version) e
         ORDER BY e.position`,
};

const EVENT_ID = '"eventId":"';

/** Envelopes are written by this library, with the event id before anything a client could have chosen. */
function eventIdOf(envelope: string): string {
  const at = envelope.indexOf(EVENT_ID) + EVENT_ID.length;
  return envelope.slice(at, at + 36);
}
