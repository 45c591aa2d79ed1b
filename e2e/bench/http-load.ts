import { connect, type Socket } from 'node:net';
import { authorizationFor } from '../../deploy/native/keyed-fetch';
import { percentile, round } from './bench';

export interface LoadOptions {
  /** `http://host:port` */
  readonly url: string;
  readonly path: string;
  readonly body: string;
  readonly connections: number;
  /** Requests in all. */
  readonly amount: number;
  /** The answer that counts; any other ends the run. */
  readonly expect: number;
}

export interface ReadLoadOptions {
  /** `http://host:port` */
  readonly url: string;
  readonly connections: number;
  /** What is read by the n-th request of a connection. Connections are numbered from 0. */
  readonly pathOf: (connection: number, n: number) => string;
  /** After this no request is begun. */
  readonly seconds: number;
}

export interface LoadResult {
  /** Requests that were answered. */
  readonly answers: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** POSTs the same body so many times over so many connections. */
export function load({ url, path, body, connections, amount, expect }: LoadOptions): Promise<LoadResult> {
  const request = Buffer.from(`POST ${path} HTTP/1.1\r\n${headOf(url)}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  let toSend = amount;
  const next = (): Buffer | undefined => {
    toSend -= 1;
    return toSend < 0 ? undefined : request;
  };
  return drive(url, `HTTP/1.1 ${expect} `, Array<typeof next>(connections).fill(next));
}

/** GETs over so many connections for so long; every answer must be a 200. */
export function readLoad({ url, connections, pathOf, seconds }: ReadLoadOptions): Promise<LoadResult> {
  const head = headOf(url);
  const until = performance.now() + seconds * 1_000;
  const lane = (connection: number) => {
    let n = 0;
    return (): Buffer | undefined => {
      n += 1;
      return performance.now() < until ? Buffer.from(`GET ${pathOf(connection, n - 1)} HTTP/1.1\r\n${head}\r\n`) : undefined;
    };
  };
  return drive(url, 'HTTP/1.1 200 ', Array.from({ length: connections }, (_, connection) => lane(connection)));
}

/** What every request begins with: whom it is for, and who sends it. */
function headOf(url: string): string {
  const { authorization } = authorizationFor(url);
  return `host: ${new URL(url).host}\r\n${authorization === undefined ? '' : `authorization: ${authorization}\r\n`}`;
}

/**
 * Keep-alive connections, each with one request at a time, as fast as answers come. Sockets and a count of bytes, nothing more: what a load generator takes on
 * the same processors is missing at what it measures (a general one took a tenth of all). It understands no more of HTTP than answers with a content-length.
 *
 * @param lanes one for each connection: its next request, undefined for no more
 */
async function drive(url: string, wanted: string, lanes: readonly (() => Buffer | undefined)[]): Promise<LoadResult> {
  const { hostname, port } = new URL(url);
  const latencies: number[] = [];
  const run = (socket: Socket, nextRequest: () => Buffer | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      let text = '';
      let sentAt = 0;
      const next = (): void => {
        const request = nextRequest();
        if (request === undefined) return resolve();
        sentAt = performance.now();
        socket.write(request);
      };
      socket.on('data', (chunk: string) => {
        text += chunk;
        const end = endOfAnswer(text);
        if (end === undefined) return;
        if (!text.startsWith(wanted) || text.length > end) return reject(new Error(`an answer was not ${wanted.slice('HTTP/1.1 '.length).trim()}: ${text.slice(0, 500)}`));
        text = '';
        latencies.push(performance.now() - sentAt);
        next();
      });
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('the server closed a connection')));
      next();
    });
  const opened = await Promise.all(lanes.map(async (lane) => [await open(hostname, Number(port)), lane] as const));
  const startedAt = performance.now();
  try {
    await Promise.all(opened.map(([socket, lane]) => run(socket, lane)));
    return { answers: latencies.length, seconds: (performance.now() - startedAt) / 1000, p50Ms: round(percentile(latencies, 0.5)), p99Ms: round(percentile(latencies, 0.99)) };
  } finally {
    for (const [socket] of opened) socket.destroy();
  }
}

function open(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    // A character for a byte, so that lengths are those of the bytes.
    socket.setEncoding('latin1');
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

const LENGTH = '\r\ncontent-length: ';
const BLANK_LINE = '\r\n\r\n';

/** Where the first answer in it ends; undefined while that is not all there. */
export function endOfAnswer(text: string): number | undefined {
  const headEnd = text.indexOf(BLANK_LINE);
  if (headEnd === -1) return undefined;
  const at = text.indexOf(LENGTH);
  if (at === -1 || at > headEnd) throw new Error(`an answer without a content-length: ${text.slice(0, headEnd)}`);
  const end = headEnd + BLANK_LINE.length + Number.parseInt(text.slice(at + LENGTH.length), 10);
  return text.length < end ? undefined : end;
}
