import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newApiKey } from '#identity';

/** Says of each key what the gateway would. */
export class KeyDesk {
  readonly keys = new Map<string, object>();
  private readonly server: Server;
  asked = 0;

  constructor() {
    this.server = createServer((request, answer) => {
      this.asked += 1;
      const found = this.keys.get(request.headers.authorization?.slice('Bearer '.length) ?? '');
      answer.writeHead(request.url === '/v1/me' && found !== undefined ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? {}));
    });
  }

  keyOf(tenantId: string, role: string, kind = 'api_key'): string {
    const { id, key } = newApiKey();
    this.keys.set(key, { kind, id, name: role, tenantId, roles: [role], permissions: [] });
    return key;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
