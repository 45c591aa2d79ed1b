import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP proxy in front of one server that lets so many bytes through a second, each way, for all connections together. */
export interface SlowLink {
  /** The given URL with the proxy's address in it. */
  readonly url: string;
  /** What has come from the server so far. */
  readonly bytesDown: number;
  close(): Promise<void>;
}

const TICK_MS = 25;

interface Waiting {
  readonly to: Socket;
  readonly bytes: Buffer;
}

/** One way of the link: what comes in leaves `delayMs` later at the earliest, in its order, as fast as the link is. */
class Lane {
  passed = 0;
  private readonly waiting: Waiting[] = [];
  private credit = 0;

  constructor(
    private readonly bytesPerSecond: number,
    private readonly delayMs: number,
  ) {}

  take(from: Socket, to: Socket, bytes: Buffer): void {
    // Whoever sends is told to wait, as by a full window.
    from.pause();
    setTimeout(() => {
      this.waiting.push({ to, bytes });
      from.resume();
    }, this.delayMs);
  }

  tick(): void {
    this.credit = Math.min(this.bytesPerSecond, this.credit + (this.bytesPerSecond * TICK_MS) / 1_000);
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      const { to, bytes } = next;
      const now = bytes.subarray(0, Math.floor(this.credit));
      this.credit -= now.length;
      this.passed += now.length;
      if (now.length > 0 && !to.destroyed) to.write(now);
      if (now.length < bytes.length) {
        this.waiting.unshift({ to, bytes: bytes.subarray(now.length) });
        return;
      }
    }
  }
}

/** Starts a slow link to the host and port of `url`. */
export async function slowLink(url: string, { bytesPerSecond, delayMs }: { readonly bytesPerSecond: number; readonly delayMs: number }): Promise<SlowLink> {
  const target = new URL(url);
  const [up, down] = [new Lane(bytesPerSecond, delayMs), new Lane(bytesPerSecond, delayMs)];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect({ host: target.hostname, port: Number(target.port) });
    for (const [from, to, lane] of [[client, upstream, up], [upstream, client, down]] as const) {
      sockets.add(from);
      from.on('data', (bytes: Buffer) => lane.take(from, to, bytes));
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const ticker = setInterval(() => (up.tick(), down.tick()), TICK_MS);
  const proxied = new URL(url);
  proxied.hostname = '127.0.0.1';
  proxied.port = String((server.address() as AddressInfo).port);
  return {
    url: proxied.href,
    get bytesDown() {
      return down.passed;
    },
    async close() {
      clearInterval(ticker);
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
