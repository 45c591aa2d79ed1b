import type { ServerResponse } from 'node:http';

/** What a client may leave unread before it is let go: it would fill this process with what it does not take. */
const MAX_UNREAD_BYTES = 2 * 1024 * 1024;

/** Why a stream ended. */
export type StreamEnd = 'client' | 'too_slow' | 'shutdown';

/** One client's stream (text/event-stream). Whatever is written after its end goes nowhere. */
export class SseConnection {
  private ended: StreamEnd | undefined;

  constructor(
    private readonly response: ServerResponse,
    private readonly onEnd: (why: StreamEnd) => void,
  ) {
    response.on('close', () => this.end('client'));
  }

  get isOpen(): boolean {
    return this.ended === undefined;
  }

  /** Writes whole frames; lets go of a client that does not read them, with a last one that says so. */
  write(frames: string): void {
    if (this.ended !== undefined) return;
    this.response.write(frames);
    if (this.response.writableLength > MAX_UNREAD_BYTES) this.end('too_slow', frame('dropped', { reason: 'too_slow', detail: `more than ${MAX_UNREAD_BYTES} bytes were not read; connect again with Last-Event-ID` }));
  }

  /** Settles when what was written has gone out, or the stream is over. */
  drained(): Promise<void> {
    if (this.ended !== undefined || this.response.writableLength < MAX_UNREAD_BYTES / 2) return Promise.resolve();
    return new Promise((settle) => {
      this.response.once('drain', settle);
      this.response.once('close', settle);
    });
  }

  end(why: StreamEnd, lastFrame = ''): void {
    if (this.ended !== undefined) return;
    this.ended = why;
    this.response.end(lastFrame);
    this.onEnd(why);
  }
}

/** A frame of the stream's own, not of the log: without an id, so that it changes nothing about where a client resumes. */
export function frame(event: 'freshness' | 'resync' | 'dropped' | 'changes', data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
