/** How often a line is written where lines stay: into a file, a log, a CI. */
const LINE_EVERY_MS = 5_000;
const REDRAW_EVERY_MS = 200;

/** Tells a person how far a rebuild is and when it will have ended: in one line that changes on a terminal, in a line now and then elsewhere. */
export class RebuildProgress {
  private readonly startedAtMs: number;
  private firstPosition: number | undefined;
  private toldAtMs = -Infinity;

  constructor(
    private readonly out: { readonly isTTY?: boolean; write(text: string): unknown },
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.startedAtMs = nowMs();
  }

  tell(position: number, head: number): void {
    this.firstPosition ??= position;
    const now = this.nowMs();
    const isEnd = position >= head;
    if (!isEnd && now - this.toldAtMs < (this.out.isTTY === true ? REDRAW_EVERY_MS : LINE_EVERY_MS)) return;
    this.toldAtMs = now;
    const seconds = (now - this.startedAtMs) / 1_000;
    const perSecond = seconds > 0 ? (position - this.firstPosition) / seconds : 0;
    const share = head === 0 ? 100 : Math.floor((position / head) * 100);
    const eta = isEnd ? `done in ${seconds.toFixed(1)} s` : perSecond > 0 ? `${Math.round(perSecond)} events/s, ${Math.ceil((head - position) / perSecond)} s to go` : 'beginning';
    const line = `${String(share).padStart(3)} %  ${position} of ${head} events  ${eta}`;
    this.out.write(this.out.isTTY === true ? `\r\u001b[K${line}${isEnd ? '\n' : ''}` : `${line}\n`);
  }
}
