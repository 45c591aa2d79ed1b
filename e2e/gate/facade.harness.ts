import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers in place of what stands behind it, or changes its answer; undefined: as it is. */
export interface Plant {
  /** Before it is asked. */
  readonly instead?: (method: string, path: string) => Planted | undefined;
  readonly changed?: (path: string, text: string) => string | undefined;
}

export interface Planted {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
}

export interface Facade {
  readonly url: string;
  close(): Promise<void>;
}

/** An HTTP server in front of a real one, in which a fault can be planted that the real one does not have. */
export async function facade(behind: string, plant: Plant): Promise<Facade> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const method = request.method ?? 'GET';
      const path = request.url ?? '/';
      const planted = plant.instead?.(method, path);
      if (planted !== undefined) {
        response.writeHead(planted.status, planted.headers).end(planted.text ?? '');
        return;
      }
      const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !['host', 'connection', 'content-length', 'transfer-encoding'].includes(name))) as Record<string, string>;
      fetch(`${behind}${path}`, { method, headers, ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}) })
        .then(async (answer) => {
          const text = await answer.text();
          const kept = [...answer.headers].filter(([name]) => !['content-length', 'content-encoding', 'transfer-encoding', 'connection', 'keep-alive'].includes(name));
          response.writeHead(answer.status, Object.fromEntries(kept)).end(plant.changed?.(path, text) ?? text);
        })
        .catch((error: Error) => response.writeHead(502).end(error.message));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
