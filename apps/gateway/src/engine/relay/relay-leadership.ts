import { StoreUnavailable, type RelayLease } from '#event-log';
import { gauge, type Logger } from '#observability';

const RENEW_EVERY_MS = 500;
/** Stop publishing this long before the lease ends, so that a slow timer does not overlap with a successor. */
const LEASE_MARGIN_MS = 300;

export interface RelayLeadershipOptions {
  readonly lease: RelayLease;
  readonly logger: Logger;
  /** Called with each renewal, the first one included: we lead, and the stored cursor is here. */
  readonly onLead: (epoch: number, cursor: number, isNew: boolean) => void;
  readonly onFollow: (reason: 'epoch_lost' | 'store_lost' | 'stopped') => void;
}

/**
 * Takes the relay's lease when it is free, and keeps it. Whether we lead is known from our own monotonic clock, which counts on while the process is
 * stopped: one that wakes up after its lease knows at once, before it has asked anybody.
 */
export class RelayLeadership {
  private heldEpoch: number | undefined;
  private leadsUntilMs = 0;
  private timer: NodeJS.Timeout | undefined;
  private stopped = true;
  private renewing: Promise<void> = Promise.resolve();
  private readonly leader = gauge('relayLeader').labels({});

  constructor(private readonly options: RelayLeadershipOptions) {}

  get leads(): boolean {
    return this.heldEpoch !== undefined && performance.now() < this.leadsUntilMs;
  }

  get epoch(): number | undefined {
    return this.heldEpoch;
  }

  start(): void {
    this.stopped = false;
    this.timer = setInterval(() => this.renew(), RENEW_EVERY_MS);
    this.renew();
  }

  /** Asks for nothing more; what it holds it holds until {@link giveUp}. */
  async pause(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.renewing;
  }

  /** Lets the lease go, so that a successor need not wait for its end. */
  async giveUp(): Promise<void> {
    if (this.heldEpoch === undefined) return;
    try {
      await this.options.lease.release();
    } catch (err) {
      this.options.logger.debug({ err }, 'the relay could not give its lease up; it will expire');
    }
    this.follow('stopped');
  }

  /** Somebody else leads by now. */
  lost(): void {
    this.follow('epoch_lost');
  }

  private renew(): void {
    this.renewing = this.renewing.then(() => this.renewOnce());
  }

  private async renewOnce(): Promise<void> {
    if (this.stopped) return;
    const askedAtMs = performance.now();
    try {
      const answer = await this.options.lease.acquire();
      if (answer.kind === 'follower') {
        this.follow('epoch_lost');
        return;
      }
      // Counted from the asking: the database's two seconds began later than that.
      this.leadsUntilMs = askedAtMs + answer.holdsForMs - LEASE_MARGIN_MS;
      const isNew = this.heldEpoch !== answer.epoch;
      this.heldEpoch = answer.epoch;
      if (isNew) {
        this.options.logger.info({ epoch: answer.epoch, cursor: answer.cursor }, 'this gateway relays the log');
        this.leader.set(1);
      }
      this.options.onLead(answer.epoch, answer.cursor, isNew);
    } catch (err) {
      if (!(err instanceof StoreUnavailable)) this.options.logger.error({ err }, 'the relay could not renew its lease');
      if (!this.leads) this.follow('store_lost');
    }
  }

  private follow(reason: 'epoch_lost' | 'store_lost' | 'stopped'): void {
    if (this.heldEpoch === undefined) return;
    this.heldEpoch = undefined;
    this.leadsUntilMs = 0;
    this.leader.set(0);
    this.options.logger.info({ reason }, 'this gateway does not relay the log any more');
    this.options.onFollow(reason);
  }
}
