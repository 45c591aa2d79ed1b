import { TOPOLOGY } from '#contracts';
import type { ControlSender } from './control-sender';

/** Wakings of the same few milliseconds are one. */
const COALESCE_MS = 3;

/** Tells the other gateways that there is something new in the log, so that the one that relays need not wait for its poll. */
export class WakeOthers {
  private timer: NodeJS.Timeout | undefined;
  private controlsVersion: number | undefined;

  constructor(private readonly control: ControlSender) {}

  /** @param controlsVersion what operators set has this version now */
  wake(controlsVersion?: number): void {
    this.controlsVersion = controlsVersion ?? this.controlsVersion;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (this.control.connected) this.control.send('relay.woken', TOPOLOGY.gatewaysKey, { controlsVersion: this.controlsVersion });
      this.controlsVersion = undefined;
    }, COALESCE_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
