import { uptime } from 'node:os';

/** A moment: `ms` for measuring, `wall` for writing down. */
export interface Instant {
  /** Milliseconds of a clock that never goes back and goes on while the machine is suspended. */
  readonly ms: number;
  /** Milliseconds since 1970. */
  readonly wall: number;
}

/**
 * A monotonic clock that counts suspend.
 *
 * A grant holds two seconds from the sending of its ask. A laptop whose lid was closed, or a virtual machine that was paused, for those two
 * seconds must not start the job on waking: it may have been cancelled or paused meanwhile. Node's own monotonic clock (`performance.now`,
 * `hrtime`) is CLOCK_MONOTONIC, which stands still during suspend, and the wall clock jumps. `os.uptime` reads CLOCK_BOOTTIME (through
 * /proc/uptime on Linux), which does neither, but only to 10 ms.
 *
 * So this clock is `performance.now` plus the time by which the boot clock has run ahead of it since the start. What both measured awake
 * differs by less than `RESOLUTION_MS`; more is suspend. A reading costs about 10 µs (a file is read), so what does not decide about a
 * grant takes {@link recent}.
 */
export class BootClock {
  private readonly offsetMs: number;
  private suspendedMs = 0;

  constructor(
    private readonly monotonicMs: () => number = () => performance.now(),
    private readonly bootMs: () => number = () => uptime() * 1_000,
    private readonly wallMs: () => number = Date.now,
  ) {
    this.offsetMs = bootMs() - monotonicMs();
  }

  now(): Instant {
    const awake = this.monotonicMs();
    const ahead = this.bootMs() - awake - this.offsetMs;
    if (ahead - this.suspendedMs > RESOLUTION_MS) this.suspendedMs = ahead;
    return { ms: awake + this.suspendedMs, wall: this.wallMs() };
  }

  /**
   * The time without a look at the boot clock: a suspend since the last {@link now} is not counted, so it may be too early, never too late.
   */
  recent(): Instant {
    return { ms: this.monotonicMs() + this.suspendedMs, wall: this.wallMs() };
  }
}

/** Twice the 10 ms of /proc/uptime, since both the first reading and the present one are rounded. */
const RESOLUTION_MS = 20;
