import { type ClientRequest, get } from 'node:http';
import { authorizationFor } from '../../deploy/native/keyed-fetch';

/** What a follower hears of one event. */
export type Heard = (position: number, occurredAt: number, at: number) => void;

/** One stream of the observatory, read with as little work as there can be: two hundred of them are read by one process. */
export class Follower {
  first: number | undefined;
  last = 0;
  events = 0;
  /** Positions that were left out, and those that came again. */
  holes = 0;
  doubles = 0;
  /** Frames that say that something is missing, and streams that ended before they were closed. */
  resyncs = 0;
  ended = 0;
  private rest = '';
  private readonly request: ClientRequest;
  readonly opened: Promise<void>;

  /** @param heard told of each event; costs a look at the clock and the envelope, so only some followers have one */
  constructor(url: string, private readonly heard?: Heard) {
    this.request = get(url, { agent: false, headers: { ...authorizationFor(url) } });
    this.opened = new Promise((opened, failed) => {
      this.request.on('error', failed);
      this.request.on('response', (response) => {
        if (response.statusCode !== 200) return failed(new Error(`GET ${url} answered ${response.statusCode}`));
        response.setEncoding('latin1').on('data', (text: string) => this.take(text));
        response.on('close', () => (this.ended += 1));
        opened();
      });
    });
  }

  close(): void {
    this.request.on('error', () => undefined);
    this.request.destroy();
  }

  private take(text: string): void {
    const all = this.rest + text;
    let from = 0;
    for (let to = all.indexOf('\n\n'); to >= 0; to = all.indexOf('\n\n', from)) {
      if (all.startsWith('id: ', from)) this.event(all, from, to);
      else if (all.startsWith('event: resync', from)) this.resyncs += 1;
      from = to + 2;
    }
    this.rest = all.slice(from);
  }

  private event(all: string, from: number, to: number): void {
    const position = Number(all.slice(from + 4, all.indexOf('\n', from)));
    this.first ??= position;
    if (this.last !== 0 && position > this.last + 1) this.holes += position - this.last - 1;
    if (position <= this.last) this.doubles += 1;
    this.last = Math.max(this.last, position);
    this.events += 1;
    this.heard?.(position, Date.parse(/"occurredAt":"([^"]+)"/.exec(all.slice(from, to))?.[1] ?? ''), Date.now());
  }
}
