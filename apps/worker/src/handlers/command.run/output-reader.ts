/** What a program wrote: its lines as they come, and the last part of it all. Bounded, however much it writes. */
export class OutputReader {
  private readonly decoder = new TextDecoder('utf-8');
  private unfinished = '';
  private kept = '';
  private cut = false;

  constructor(
    private readonly onLine: (line: string) => void,
    private readonly maxChars = MAX_KEPT_CHARS,
  ) {}

  write(chunk: Buffer): void {
    this.take(this.decoder.decode(chunk, { stream: true }));
  }

  /** No more will come. */
  end(): { readonly text: string; readonly truncated: boolean } {
    this.take(this.decoder.decode());
    if (this.unfinished !== '') this.onLine(this.unfinished);
    this.unfinished = '';
    return { text: this.kept, truncated: this.cut };
  }

  private take(decoded: string): void {
    // No store keeps a NUL character.
    const text = decoded.replaceAll('\0', '\ufffd');
    this.kept += text;
    if (this.kept.length > this.maxChars) {
      this.kept = this.kept.slice(-this.maxChars).toWellFormed();
      this.cut = true;
    }
    const lines = (this.unfinished + text).split('\n');
    this.unfinished = lines.pop() ?? '';
    for (const line of lines) this.onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    while (this.unfinished.length > MAX_LINE_CHARS) {
      this.onLine(this.unfinished.slice(0, MAX_LINE_CHARS));
      this.unfinished = this.unfinished.slice(MAX_LINE_CHARS);
    }
  }
}

/** Enough to see what went wrong; results are copied into several places. */
const MAX_KEPT_CHARS = 32_768;
/** As long as a line of telemetry may be; what has no end of line must not be gathered for ever. */
const MAX_LINE_CHARS = 4_000;
