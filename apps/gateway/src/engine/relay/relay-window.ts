/**
 * Which events are on their way to the broker, and up to where all have arrived. Pure: no clock, no I/O.
 *
 * Events are sent in order of position; confirms come in any order, and an event may need two (job.queued goes to the readers and to the workers). The
 * cursor is the last position with everything before it confirmed; it is what a successor starts from, so it never runs ahead.
 */
export class RelayWindow {
  private nextPosition: number;
  private confirmedUpTo: number;
  /** Confirms still awaited for positions confirmedUpTo + 1, + 2, ... */
  private readonly awaited: number[] = [];

  constructor(
    cursor: number,
    readonly capacity: number,
  ) {
    this.confirmedUpTo = cursor;
    this.nextPosition = cursor + 1;
  }

  /** The position to send next. */
  get next(): number {
    return this.nextPosition;
  }

  /** Everything up to here is confirmed. */
  get cursor(): number {
    return this.confirmedUpTo;
  }

  get inFlight(): number {
    return this.nextPosition - 1 - this.confirmedUpTo;
  }

  get hasRoom(): boolean {
    return this.inFlight < this.capacity;
  }

  /** The event at `next` is sent, in so many messages. */
  sent(messages: number): void {
    this.awaited.push(messages);
    this.nextPosition += 1;
  }

  /** One message of the event at this position is confirmed. Answers whether the cursor has moved. */
  confirmed(position: number): boolean {
    const index = position - this.confirmedUpTo - 1;
    const left = this.awaited[index];
    if (left === undefined) return false;
    this.awaited[index] = left - 1;
    let arrived = 0;
    while (arrived < this.awaited.length && (this.awaited[arrived] as number) <= 0) arrived += 1;
    if (arrived === 0) return false;
    this.awaited.splice(0, arrived);
    this.confirmedUpTo += arrived;
    return true;
  }
}
