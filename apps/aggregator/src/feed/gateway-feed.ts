import { Pool } from 'undici';
import { clientIdentity } from '#http';
import type { LoggedEvent } from '#read-model';
import { type FeedChunk, FeedUnavailable, type LogFeed, type LogHead } from './log-feed';

/** Events asked for at once: enough that a page's fixed cost vanishes, few enough that a restart repeats little. */
const PAGE_EVENTS = 5_000;

/** A chunk is handed on when it has this many events or this many bytes of text: payloads may be large, memory is not. */
const CHUNK_EVENTS = 2_500;
const CHUNK_BYTES = 8 * 1024 * 1024;

const HEAD_TIMEOUT_MS = 2_000;
const PAGE_TIMEOUT_MS = 30_000;

/** The project's own clients are told from others by it. */
const CALLS_ITSELF = { 'user-agent': 'job-observatory-aggregator' } as const;

const NEWLINE = 0x0a;

export interface GatewayFeedOptions {
  readonly url: string;
  /** API key for the gateway, where it asks for one. */
  readonly key?: string;
  readonly pageEvents?: number;
  /** Told of positions that the log says it has and does not give; reading then goes on behind them. Without it they are refused. */
  readonly onHole?: (hole: LogHole) => void;
}

/** Positions after `after` and before `next`. */
export interface LogHole {
  readonly after: number;
  readonly next: number;
  readonly epoch: string;
}

/** Reads the log over the gateway's HTTP feed: NDJSON, one stored envelope per line. The gateway has validated them, only the frame is checked. */
export class GatewayFeed implements LogFeed {
  private readonly pool: Pool;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(private readonly options: GatewayFeedOptions) {
    this.headers = options.key === undefined ? CALLS_ITSELF : { ...CALLS_ITSELF, authorization: `Bearer ${options.key}` };
    this.pool = new Pool(new URL(options.url).origin, { connections: 4, connect: { timeout: HEAD_TIMEOUT_MS, ...clientIdentity() }, headersTimeout: PAGE_TIMEOUT_MS, bodyTimeout: PAGE_TIMEOUT_MS });
  }

  async head(): Promise<LogHead> {
    const body = await this.attempt(async () => {
      const response = await this.pool.request({ method: 'GET', path: '/v1/log', headers: this.headers, headersTimeout: HEAD_TIMEOUT_MS, bodyTimeout: HEAD_TIMEOUT_MS });
      if (response.statusCode !== 200) throw await refused('GET /v1/log', response);
      return (await response.body.json()) as Partial<LogHead>;
    });
    if (typeof body.position !== 'number' || typeof body.epoch !== 'string') throw new FeedUnavailable('GET /v1/log did not answer with a position and an epoch');
    return { position: body.position, epoch: body.epoch };
  }

  async *read({ after, upTo, signal }: { after: number; upTo?: number; signal?: AbortSignal }): AsyncGenerator<FeedChunk> {
    const pageEvents = this.options.pageEvents ?? PAGE_EVENTS;
    let reached = after;
    // How far the log was known to go before a page was asked for. The gateway reads the page first and the head after it, so an empty page that comes with a later head
    // says nothing: what it lacks may have been committed between the two.
    let known = after;
    for (;;) {
      if (upTo !== undefined && reached >= upTo) return;
      const limit = Math.min(pageEvents, upTo === undefined ? pageEvents : upTo - reached);
      const before = reached;
      let head: LogHead = { position: reached, epoch: '' };
      for await (const chunk of this.page(reached, limit, signal)) {
        head = chunk.head;
        for (const event of chunk.events) {
          if (event.stream.position !== reached + 1) this.hole({ after: reached, next: event.stream.position, epoch: head.epoch }, `the feed went from position ${reached} to ${event.stream.position}`);
          reached = event.stream.position;
        }
        yield chunk;
      }
      if (reached >= head.position) return;
      if (reached === before) {
        const next = Math.max(reached, Math.min(reached + limit, known)) + 1;
        if (next > reached + 1 || this.options.onHole === undefined) this.hole({ after: reached, next, epoch: head.epoch }, `the feed has nothing after position ${reached} although the log goes to ${head.position}`);
        reached = next - 1;
      }
      known = head.position;
    }
  }

  /** A page is one statement on what is committed, and commits are in order: what is missing in it never comes. */
  private hole(hole: LogHole, refusal: string): void {
    if (this.options.onHole === undefined) throw new FeedUnavailable(refusal);
    this.options.onHole(hole);
  }

  async close(): Promise<void> {
    await this.pool.close();
  }

  /** One page in chunks; an empty page is one chunk without events, since the head it came with counts. */
  private async *page(after: number, limit: number, signal?: AbortSignal): AsyncGenerator<FeedChunk> {
    const path = `/v1/events?after=${after}&limit=${limit}`;
    const response = await this.attempt(async () => {
      const opened = await this.pool.request({ method: 'GET', path, headers: this.headers, signal });
      if (opened.statusCode !== 200) throw await refused(`GET ${path}`, opened);
      return opened;
    });
    const head = headOf(response.headers);
    let events: LoggedEvent[] = [];
    let bytes = 0;
    let rest: Buffer[] = [];
    let any = false;
    try {
      for await (const piece of response.body as AsyncIterable<Buffer>) {
        let from = 0;
        for (let end = piece.indexOf(NEWLINE, from); end >= 0; end = piece.indexOf(NEWLINE, from)) {
          const line = rest.length === 0 ? piece.toString('utf8', from, end) : Buffer.concat([...rest, piece.subarray(from, end)]).toString('utf8');
          rest = [];
          from = end + 1;
          bytes += line.length;
          if (line.length > 0) events.push(parseLine(line));
          if (events.length >= CHUNK_EVENTS || bytes >= CHUNK_BYTES) {
            yield { events, head };
            any = true;
            events = [];
            bytes = 0;
          }
        }
        if (from < piece.length) rest.push(piece.subarray(from));
      }
    } catch (error) {
      throw asUnavailable(error);
    }
    if (rest.length > 0) events.push(parseLine(Buffer.concat(rest).toString('utf8')));
    if (events.length > 0 || !any) yield { events, head };
  }

  private async attempt<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw asUnavailable(error);
    }
  }
}

function parseLine(line: string): LoggedEvent {
  const envelope = JSON.parse(line) as Partial<LoggedEvent>;
  if (typeof envelope.stream?.position !== 'number' || typeof envelope.eventType !== 'string' || typeof envelope.payload !== 'object') {
    throw new FeedUnavailable('the feed holds a line that is not an event of the log');
  }
  return envelope as LoggedEvent;
}

function headOf(headers: Record<string, string | string[] | undefined>): LogHead {
  const position = Number(headers['x-log-head']);
  const epoch = headers['x-log-epoch'];
  if (!Number.isSafeInteger(position) || typeof epoch !== 'string') throw new FeedUnavailable('the feed did not say how far the log goes');
  return { position, epoch };
}

async function refused(what: string, response: { statusCode: number; body: { text(): Promise<string> } }): Promise<FeedUnavailable> {
  const text = await response.body.text();
  return new FeedUnavailable(`${what} was answered with ${response.statusCode}: ${text.slice(0, 200)}`);
}

function asUnavailable(error: unknown): Error {
  if (error instanceof FeedUnavailable) return error;
  return new FeedUnavailable(`the gateway's feed cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}
