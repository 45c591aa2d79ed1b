import { StoreUnavailable, type CommandExecutor, type EngineStore } from '#event-log';
import { Unavailable } from '#messaging';
import { counter, type Logger } from '#observability';
import type { ControlSender } from '../control-sender';
import type { Prober } from '../probes/prober';
import { GRACE_TICKS, leaseVerdict, silentAtOrBefore } from './lease-policy';

const TICK_MS = 1_000;
/** A tick that is not back by then was lost with its queue or its broker; it is sent again under its number. */
const TICK_LOST_MS = 20_000;
/** More attempts than a fleet has slots. */
const MOST_SILENT = 20_000;

/**
 * The clock of the leases. The leader sends tick n+1 a second after tick n, but only when n has come back through the report queue and was applied: a
 * clock that stands still whenever anything is down that heartbeats need as well.
 */
export class Ticker {
  private timer: NodeJS.Timeout | undefined;
  private readonly applied = counter('engineTicks').labels({});

  constructor(
    private readonly control: ControlSender,
    private readonly executor: CommandExecutor,
    private readonly store: EngineStore,
    private readonly prober: Prober,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => void this.sendNext(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** A tick has come back. Throws, to be given it again, when what it asks for cannot be done now. */
  async apply(number: number): Promise<void> {
    // A tick that passes while owners cannot be asked would bring them nearer to being lost without a hearing.
    if (!this.control.connected) throw new Unavailable('the broker');
    if (!(await this.store.applyTick(number))) return;
    this.applied.inc();
    this.executor.noteTick(number);
    for (const { jobId, deliveryId, workerId, leaseTick } of await this.store.silentSince(silentAtOrBefore(number), MOST_SILENT)) {
      if (leaseVerdict(leaseTick, number) === 'ask_owner') this.prober.askOwner(workerId, { jobId, deliveryId });
      else this.expire(jobId, deliveryId, number);
    }
  }

  private async sendNext(): Promise<void> {
    if (!this.control.connected) return;
    try {
      const number = await this.store.nextTick(TICK_LOST_MS);
      if (number !== undefined) this.control.sendTick(number);
    } catch (err) {
      if (!(err instanceof StoreUnavailable)) this.logger.error({ err }, 'a tick could not be sent');
    }
  }

  private expire(jobId: string, deliveryId: string, tick: number): void {
    const command = { kind: 'lost', deliveryId, detail: 'lease_expired', leaseTickAtMost: silentAtOrBefore(tick) - GRACE_TICKS } as const;
    this.executor.run(jobId, command, { patient: true }).then(
      ({ outcome }) => {
        if (outcome.kind !== 'lost') return;
        counter('attemptsLost').labels({ detected_by: 'lease' }).inc();
        this.logger.warn({ jobId, deliveryId, tick }, 'a lease has expired; the attempt is lost and its job is queued again');
      },
      (err: unknown) => this.logger.error({ err, jobId }, 'an expired lease could not be closed'),
    );
  }
}
