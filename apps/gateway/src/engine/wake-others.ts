import { TOPOLOGY } from '#contracts';
import type { ControlSender } from './control-sender';

/** Wakings of the same few milliseconds are one. */
const COALESCE_MS = 3;

/** Tells the other gateways that there is something new in the log, so that the one that relays need not wait for its poll. */
export class WakeOthers {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly control: ControlSender) {}

  wake(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (this.control.connected) this.control.send('relay.woken', TOPOLOGY.gatewaysKey, {});
    }, COALESCE_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
