import type { AttemptLogLine } from '#contracts';
import type { LogLevel, Progress } from '#worker-sdk';

/** What is to be published about one attempt now. */
export interface TelemetryDue {
  readonly progress?: { readonly value: number; readonly message?: string };
  readonly lines?: readonly AttemptLogLine[];
}

/**
 * Progress and lines of one attempt on their way out: bounded in number, length and pace, whatever its handler does. Pure: time is an argument,
 * `ms` for measuring.
 *
 * Progress: the newest wins; at most two a second are passed on, the last one always. Lines: gathered, and passed on once a second or as soon
 * as a hundred have come. Beyond the bounds of an attempt lines are dropped, and its last line says how many.
 */
export class AttemptTelemetry {
  private progress: TelemetryDue['progress'];
  private progressDueMs = -Infinity;
  private lines: AttemptLogLine[] = [];
  private gatheredChars = 0;
  private linesDueMs = -Infinity;
  private lastLinesMs = -Infinity;
  private taken = 0;
  private takenChars = 0;
  private dropped = 0;
  private over = false;

  report(value: Progress, message: string | undefined): void {
    const share = shareOf(value);
    if (this.over || share === undefined) return;
    const text = message !== undefined ? String(message) : typeof value === 'number' ? undefined : `${value.done} of ${value.total}`;
    this.progress = { value: share, ...(text === undefined ? {} : { message: cut(text, MAX_MESSAGE_CHARS) }) };
  }

  /** @returns the line as it was kept, or nothing when it is one too many */
  log(level: LogLevel, text: string, at: string, nowMs: number): string | undefined {
    if (this.over) return undefined;
    const kept = cut(text, MAX_LINE_CHARS);
    if (this.taken >= MAX_LINES || this.takenChars + kept.length > MAX_CHARS) {
      this.dropped++;
      return undefined;
    }
    this.taken++;
    this.takenChars += kept.length;
    if (this.lines.length === 0) this.linesDueMs = Math.max(nowMs + GATHER_MS, this.lastLinesMs + LINES_EVERY_MS);
    this.lines.push({ at, level, text: kept });
    this.gatheredChars += kept.length;
    return kept;
  }

  /** When {@link take} has something to give; nothing while there is nothing to say. */
  nextMs(): number | undefined {
    const due = [this.progress && this.progressDueMs, this.lines.length > 0 ? (this.full ? -Infinity : this.linesDueMs) : undefined].filter((ms) => ms !== undefined);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  take(nowMs: number): TelemetryDue {
    const due: { progress?: TelemetryDue['progress']; lines?: readonly AttemptLogLine[] } = {};
    if (this.progress && nowMs >= this.progressDueMs) {
      due.progress = this.progress;
      this.progress = undefined;
      this.progressDueMs = nowMs + PROGRESS_EVERY_MS;
    }
    if (this.lines.length > 0 && (this.full || nowMs >= this.linesDueMs)) {
      due.lines = this.takeLines();
      this.lastLinesMs = nowMs;
    }
    return due;
  }

  /** These lines could not be published. */
  lost(lines: number): void {
    this.dropped += lines;
  }

  /** The attempt is over: the rest of what was said in its time. Whatever its handler says later is not heard. */
  end(at: string): TelemetryDue {
    if (this.over) return {};
    this.over = true;
    if (this.dropped > 0) this.lines.push({ at, level: 'warn', text: `${this.dropped} lines dropped` });
    const progress = this.progress;
    return { ...(progress ? { progress } : {}), ...(this.lines.length > 0 ? { lines: this.takeLines() } : {}) };
  }

  private get full(): boolean {
    return this.lines.length >= BATCH_LINES || this.gatheredChars >= BATCH_CHARS;
  }

  private takeLines(): readonly AttemptLogLine[] {
    const { lines } = this;
    this.lines = [];
    this.gatheredChars = 0;
    return lines;
  }
}

function shareOf(value: Progress): number | undefined {
  // JavaScript may hand over anything, and telemetry never throws.
  if (typeof value !== 'number' && (typeof value !== 'object' || value === null)) return undefined;
  const share = typeof value === 'number' ? value : value.total > 0 ? value.done / value.total : 0;
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : undefined;
}

/** A cut must not leave half of a surrogate pair, which no store keeps. */
function cut(text: string, max: number): string {
  return text.length <= max ? text.toWellFormed() : `${text.slice(0, max - 2).toWellFormed()}…`;
}

const PROGRESS_EVERY_MS = 500;
const LINES_EVERY_MS = 1_000;
/** Lines that belong together mostly come together. */
const GATHER_MS = 50;
const BATCH_LINES = 100;
const BATCH_CHARS = 65_536;
/** Of one attempt. */
const MAX_LINES = 1_000;
const MAX_CHARS = 1_000_000;
/** The contracts' bounds on one line and on a message of progress. */
const MAX_LINE_CHARS = 4_000;
const MAX_MESSAGE_CHARS = 500;
