import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/** A TCP proxy in front of one server, on a free port of 127.0.0.1, that can be told to misbehave. */
export interface FaultProxy {
  /** The given URL with the proxy's address in it. */
  readonly url: string;
  /** Open connections. */
  readonly connections: number;
  /** Cuts every connection as a crashed peer or a firewall does (RST). New ones are let through. */
  cut(): void;
  /** Swallows every byte of every connection, present and new, until {@link heal}. */
  blackHole(): void;
  /** Refuses new connections and cuts the present ones until {@link heal}. */
  refuse(): void;
  heal(): void;
  close(): Promise<void>;
}

/** Starts a proxy in front of the host and port of `url`. */
export async function faultProxy(url: string): Promise<FaultProxy> {
  const target = new URL(url);
  const pairs = new Set<readonly [Socket, Socket]>();
  let mode: 'pass' | 'swallow' | 'refuse' = 'pass';

  const server: Server = createServer((client) => {
    if (mode === 'refuse') {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ host: target.hostname, port: Number(target.port), noDelay: true });
    client.setNoDelay(true);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [upstream, client] as const]) {
      from.on('data', (bytes) => {
        if (mode === 'pass') to.write(bytes);
      });
      from.on('error', () => undefined);
      from.on('end', () => mode === 'pass' && to.end());
      from.on('close', () => {
        pairs.delete(pair);
        if (mode !== 'swallow') to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const cut = (): void => {
    for (const [client, upstream] of [...pairs]) {
      reset(client);
      reset(upstream);
    }
    pairs.clear();
  };
  const address = server.address() as AddressInfo;
  const proxied = new URL(url);
  proxied.hostname = '127.0.0.1';
  proxied.port = String(address.port);
  return {
    url: proxied.href,
    get connections() {
      return pairs.size;
    },
    cut,
    blackHole: () => void (mode = 'swallow'),
    refuse() {
      mode = 'refuse';
      cut();
    },
    heal() {
      if (mode === 'swallow') cut();
      mode = 'pass';
    },
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A socket that is half closed already cannot be reset: its handle would never be released, and be polled for ever. */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
