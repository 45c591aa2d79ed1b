/*
 * Keeps a storm of errors from becoming a storm of lines. Lines are told apart by their template: level and text, numbers and ids taken out. Of each template the
 * first few of an interval are written; what came beyond is told by one line when the interval is over. All templates together have a bound as well,
 * so that many different ones are no way around it.
 */

export interface LineBounds {
  readonly intervalMs: number;
  /** Lines of one template in one interval, by how grave they are. */
  readonly perTemplate: { readonly grave: number; readonly light: number };
  /** Lines of all templates together. */
  readonly inAll: number;
}

/** Two lines a second of one trouble, a hundred of one that all goes well, and never more than three hundred a second of all. */
export const LINE_BOUNDS: LineBounds = { intervalMs: 10_000, perTemplate: { grave: 20, light: 1_000 }, inAll: 3_000 };

/** Templates that are told apart in one interval; what is beyond them is one. */
const MOST_TEMPLATES = 256;
const OTHERS = 'other lines';

export interface Suppressed {
  readonly level: string;
  readonly template: string;
  readonly lines: number;
}

interface Counted {
  readonly level: string;
  readonly template: string;
  written: number;
  suppressed: number;
}

/** Counts lines within an interval. Pure but for its memory: who asks tells the time, and is told when to ask for the summary. */
export class LineLimit {
  private counted = new Map<string, Counted>();
  private endsMs = -Infinity;
  private inAll = 0;

  constructor(private readonly bounds: LineBounds = LINE_BOUNDS) {}

  /** Whether a line may be written. Fatal ones always may. */
  admits(level: string, text: string, nowMs: number): boolean {
    if (nowMs >= this.endsMs) this.begin(nowMs);
    const line = this.lineOf(level, text);
    const grave = level === 'warn' || level === 'error';
    const may = level === 'fatal' || (this.inAll < this.bounds.inAll && line.written < (grave ? this.bounds.perTemplate.grave : this.bounds.perTemplate.light));
    if (may) {
      line.written += 1;
      this.inAll += 1;
    } else {
      line.suppressed += 1;
    }
    return may;
  }

  /** When the present interval ends. */
  get intervalEndsMs(): number {
    return this.endsMs;
  }

  /** What has been suppressed since it was last asked; the counting goes on. */
  takeSuppressed(): Suppressed[] {
    const taken: Suppressed[] = [];
    for (const line of this.counted.values()) {
      if (line.suppressed > 0) taken.push({ level: line.level, template: line.template, lines: line.suppressed });
      line.suppressed = 0;
    }
    return taken;
  }

  private begin(nowMs: number): void {
    this.endsMs = nowMs + this.bounds.intervalMs;
    this.inAll = 0;
    // What has not been told yet is kept until it is.
    const untold = [...this.counted].filter(([, line]) => line.suppressed > 0);
    for (const [, line] of untold) line.written = 0;
    this.counted = new Map(untold);
  }

  private lineOf(level: string, text: string): Counted {
    const template = templateOf(text);
    const key = `${level} ${template}`;
    let line = this.counted.get(key);
    if (line === undefined && this.counted.size >= MOST_TEMPLATES) return this.counted.get(`${level} ${OTHERS}`) ?? this.add(level, OTHERS);
    line ??= this.add(level, template);
    return line;
  }

  private add(level: string, template: string): Counted {
    const line = { level, template, written: 0, suppressed: 0 };
    this.counted.set(`${level} ${template}`, line);
    return line;
  }
}

/** Ids first: what is left of their digits would tell them apart. */
const VARIES = /[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{16,}\b|\d+/gi;

export function templateOf(text: string): string {
  return text.slice(0, 160).replace(VARIES, '#');
}
