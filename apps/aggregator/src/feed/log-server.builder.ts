import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LogBuilder } from '../log.builder';

/** The gateway's feed for specs: a real HTTP server in front of a built log, which can fall silent or be exchanged for another one. */
export interface LogServer {
  readonly url: string;
  log: LogBuilder;
  /** While true, every request is answered with 503. */
  isDown: boolean;
  /** Paths that were asked for, oldest first. */
  readonly requests: string[];
  close(): Promise<void>;
}

export async function serveLog(log: LogBuilder): Promise<LogServer> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://gateway');
    served.requests.push(`${url.pathname}${url.search}`);
    if (served.isDown) return void response.writeHead(503).end('down');
    const { head, events } = served.log;
    if (url.pathname === '/v1/log') return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(head));
    const after = Number(url.searchParams.get('after'));
    const limit = Number(url.searchParams.get('limit'));
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'x-log-head': String(head.position), 'x-log-epoch': head.epoch });
    for (const event of events.filter(({ stream }) => stream.position > after).slice(0, limit)) response.write(`${JSON.stringify(event)}\n`);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const served: LogServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    isDown: false,
    requests: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return served;
}
