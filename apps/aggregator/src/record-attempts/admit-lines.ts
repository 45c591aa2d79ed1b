import type { AttemptLogLine } from '#contracts';
import type { AttemptLogDocument } from '#read-model';

/** What has to be known of an attempt's log to go on with it; its lines are not. */
export type LogAccount = Pick<AttemptLogDocument, 'version' | 'seen' | 'count' | 'bytes' | 'dropped'>;

/** The lines of one message. */
export interface LineBatch {
  readonly eventId: string;
  readonly lines: readonly AttemptLogLine[];
}

export interface Admission {
  readonly account: LogAccount;
  /** To be appended. */
  readonly lines: readonly AttemptLogLine[];
}

export const NO_LINES: LogAccount = { version: 0, seen: [], count: 0, bytes: 0, dropped: 0 };

/** Of one attempt. A worker of this project stops at a thousand lines by itself; other workers may know no bound. */
export const MAX_LINES = 1_000;
export const MAX_BYTES = 512 * 1024;

/** Only what the broker can still deliver again has to be known again: no more messages than it hands out before an acknowledgement. */
export const MAX_SEEN = 500;

/**
 * Takes messages into an attempt's log, in the order in which they came: those that are in already change nothing, and from the first line that
 * does not fit all are counted and left out, so that what is kept is a beginning without holes. Nothing when there is nothing new. Pure.
 */
export function admitLines(account: LogAccount, batches: readonly LineBatch[]): Admission | undefined {
  const seen = new Set(account.seen);
  const lines: AttemptLogLine[] = [];
  let { bytes, dropped } = account;
  const before = seen.size;
  for (const batch of batches) {
    if (seen.has(batch.eventId)) continue;
    seen.add(batch.eventId);
    for (const line of batch.lines) {
      const size = Buffer.byteLength(line.text);
      if (dropped > 0 || account.count + lines.length >= MAX_LINES || bytes + size > MAX_BYTES) {
        dropped += 1;
        continue;
      }
      lines.push(line);
      bytes += size;
    }
  }
  if (seen.size === before) return undefined;
  return { account: { version: account.version + 1, seen: [...seen].slice(-MAX_SEEN), count: account.count + lines.length, bytes, dropped }, lines };
}
