import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The real HTTP server that the gate's jobs call. `/well` answers 200, `/busy-once/<key>` answers 503 the first time it is asked with that
 * key and 200 after, `/gone` answers 404.
 */
export class TargetServer {
  readonly asked: string[] = [];
  private readonly busyBefore = new Set<string>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<TargetServer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const target = new TargetServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      const path = request.url ?? '';
      target.asked.push(path);
      request.resume();
      response.writeHead(target.statusFor(path), { 'content-type': 'text/plain' }).end(`answer to ${path}`);
    });
    return target;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
  }

  private statusFor(path: string): number {
    if (path === '/gone') return 404;
    if (path.startsWith('/busy-once/') && !this.busyBefore.has(path)) {
      this.busyBefore.add(path);
      return 503;
    }
    return 200;
  }
}
