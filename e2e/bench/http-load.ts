import { connect, type Socket } from 'node:net';
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

export interface LoadResult {
  /** From the first request to the last answer. */
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * POSTs the same body over so many keep-alive connections, each with one request at a time, as fast as answers come. Sockets and a count of bytes, nothing
 * more: what a load generator takes on the same processors is missing at what it measures (a general one took a tenth of all). It understands no more of
 * HTTP than answers with a content-length.
 */
export async function load({ url, path, body, connections, amount, expect }: LoadOptions): Promise<LoadResult> {
  const { hostname, port, host } = new URL(url);
  const request = Buffer.from(`POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  const wanted = `HTTP/1.1 ${expect} `;
  const latencies: number[] = [];
  let toSend = amount;
  const lane = (socket: Socket): Promise<void> =>
    new Promise((resolve, reject) => {
      let text = '';
      let sentAt = 0;
      const next = (): void => {
        if (toSend === 0) return resolve();
        toSend -= 1;
        sentAt = performance.now();
        socket.write(request);
      };
      socket.on('data', (chunk: string) => {
        text += chunk;
        const end = endOfAnswer(text);
        if (end === undefined) return;
        if (!text.startsWith(wanted) || text.length > end) return reject(new Error(`an answer was not ${expect}: ${text.slice(0, 500)}`));
        text = '';
        latencies.push(performance.now() - sentAt);
        next();
      });
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('the server closed a connection')));
      next();
    });
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(hostname, Number(port))));
  const startedAt = performance.now();
  try {
    await Promise.all(sockets.map(lane));
    return { seconds: (performance.now() - startedAt) / 1000, p50Ms: round(percentile(latencies, 0.5)), p99Ms: round(percentile(latencies, 0.99)) };
  } finally {
    for (const socket of sockets) socket.destroy();
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
