import { createHash } from 'node:crypto';
import { createClient } from '@redis/client';
import type { Logger } from '#observability';
import { LEASE_SCRIPT, type Lease, type LeaseRequest, type TokenLedger } from './token-ledger';

/** A Redis that takes longer is as good as away: a limit must not cost more than what it guards. */
const ANSWER_WITHIN_MS = 100;
/** What only saves somebody else work is not waited for. */
const HINT_WITHIN_MS = 10;
const LOOK_AGAIN_MS = 250;

export interface RedisLinkOptions {
  readonly url: string;
  readonly prefix?: string;
}

/** The gateway's only way to Redis. Holds nothing that may not be lost, and never makes anybody wait for it. */
export class RedisLink implements TokenLedger {
  private readonly client: ReturnType<typeof createClient>;
  private readonly prefix: string;
  private readonly scriptSha = createHash('sha1').update(LEASE_SCRIPT).digest('hex');
  private timer: NodeJS.Timeout | undefined;
  private up = false;
  private stopped = false;
  private logger: Pick<Logger, 'info' | 'warn'> | undefined;

  constructor({ url, prefix = 'observatory:' }: RedisLinkOptions) {
    this.prefix = prefix;
    this.client = createClient({
      url,
      disableOfflineQueue: true,
      maintNotifications: 'disabled',
      socket: { connectTimeout: 1_000, reconnectStrategy: (tries) => Math.min(1_000, 50 * 2 ** Math.min(tries, 5)) },
    });
    // Told of each failed try; what counts is whether it answers.
    this.client.on('error', (error: unknown) => this.isAway(error));
    this.client.on('ready', () => void this.look());
  }

  get isUp(): boolean {
    return this.up;
  }

  /** Only starts to connect; it goes on trying. */
  start(logger: Pick<Logger, 'info' | 'warn'>): void {
    this.logger = logger;
    this.client.connect().catch((error: unknown) => this.isAway(error));
    this.timer = setInterval(() => {
      if (!this.up) void this.look();
    }, LOOK_AGAIN_MS);
    this.timer.unref();
  }

  stop(): void {
    this.stopped = true;
    this.up = false;
    clearInterval(this.timer);
    this.client.destroy();
  }

  async lease(requests: readonly LeaseRequest[]): Promise<Lease[]> {
    const keys = requests.map(({ bucket }) => `${this.prefix}limit:${bucket}`);
    const values = requests.flatMap(({ rule, want, debt = 0 }) => [String(rule.perSecond), String(rule.burst), String(want), String(debt)]);
    const answer = await this.evaluate([String(keys.length), ...keys, ...values]);
    return requests.map((_, i) => ({ granted: answer[2 * i] ?? 0, waitMs: answer[2 * i + 1] ?? 1 }));
  }

  /** undefined when there is none, or nobody who could say. */
  async find(key: string): Promise<string | undefined> {
    if (!this.up) return undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), HINT_WITHIN_MS);
    });
    const found = await Promise.race([this.command(['GET', this.prefix + key]).catch(() => undefined), late]);
    clearTimeout(timer);
    return typeof found === 'string' ? found : undefined;
  }

  /** Remembers it for a while, if it can. */
  keep(key: string, value: string, forMs: number): void {
    if (this.up && forMs >= 1) void this.command(['SET', this.prefix + key, value, 'PX', String(Math.ceil(forMs))]).catch(() => undefined);
  }

  private async evaluate(args: readonly string[]): Promise<readonly number[]> {
    try {
      return (await this.command(['EVALSHA', this.scriptSha, ...args])) as number[];
    } catch (error) {
      // A Redis that was restarted or flushed does not know it any more.
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return (await this.command(['EVAL', LEASE_SCRIPT, ...args])) as number[];
    }
  }

  private async command(args: readonly string[]): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      // Where it was this process that was busy, the answer lies in its socket: that is read before the verdict.
      timer = setTimeout(() => setImmediate(() => reject(new Error(`Redis has not answered within ${ANSWER_WITHIN_MS} ms`))), ANSWER_WITHIN_MS);
    });
    try {
      return await Promise.race([this.client.sendCommand(args), late]);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) this.isAway(error);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  private async look(): Promise<void> {
    if (this.stopped || !this.client.isReady) return;
    try {
      await this.command(['PING']);
    } catch {
      return;
    }
    if (!this.up) this.logger?.info({}, 'connected to Redis');
    this.up = !this.stopped;
  }

  private isAway(error: unknown): void {
    if (this.up) this.logger?.warn({ err: error }, 'Redis is away: each process keeps its part of the limits by itself');
    this.up = false;
  }
}
