import { connect, type Platform } from '../data/platform';
import { paint } from '../text/paint';
import type { Line } from '../text/line';
import { EMPTY } from '../text/line';
import { fitTable } from '../text/table';
import { clipLine } from '../text/width';
import { freshnessLine, type Freshness } from '../views/freshness';
import type { Sheet } from '../views/sheet';
import { readSettings, type Flags } from '../tui.env';

export interface GlobalFlags extends Flags {
  readonly json?: boolean;
}

/** Where nobody sees it, nothing is cut. */
const UNBOUNDED = 10_000;

/** What a sub-command works with: the platform, and somebody at a terminal (or a program at a pipe). */
export class Context {
  readonly platform: Platform;
  readonly json: boolean;
  readonly width: number;

  constructor(flags: GlobalFlags) {
    this.platform = connect(readSettings(flags, import.meta.dirname));
    this.json = flags.json ?? false;
    this.width = process.stdout.isTTY ? process.stdout.columns : UNBOUNDED;
  }

  /** One JSON document. */
  document(value: unknown): void {
    process.stdout.write(`${JSON.stringify(value, null, process.stdout.isTTY ? 2 : 0)}\n`);
  }

  /** One document per line. */
  ndjson(value: unknown): void {
    process.stdout.write(`${JSON.stringify(value)}\n`);
  }

  print(...lines: readonly Line[]): void {
    for (const one of lines) process.stdout.write(`${this.painted(clipLine(one, this.width)).trimEnd()}\n`);
  }

  /** A pipe or a file gets text and nothing else, unless colours are asked for. */
  painted(one: Line): string {
    const { depth } = this.platform.settings;
    return process.stdout.isTTY || depth !== 'none' ? paint(one, depth) : one.map(({ text }) => text).join('');
  }

  /** What is no answer: stays away from what a pipe reads. */
  note(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** The answer as the contract has it, or for people. */
  answer(value: unknown, lines: () => readonly Line[]): void {
    if (this.json) this.document(value);
    else this.print(...lines());
  }

  /** A list: its table, and below it how fresh it is and what more there is. */
  list<Item>(body: { readonly items: readonly Item[]; readonly freshness?: Freshness; readonly nextCursor?: string; readonly nextAfter?: string; readonly searchedUntil?: string }, sheet: Sheet<Item>, none: string): void {
    this.answer(body, () => {
      const now = Date.now();
      const table = fitTable(sheet.columns, body.items.map((item) => sheet.cells(item, now)), this.width);
      const next = body.nextCursor ?? body.nextAfter;
      return [
        ...(body.items.length === 0 && body.searchedUntil === undefined ? [[{ text: none }]] : body.items.length === 0 ? [] : [table.header, ...table.rows]),
        ...(body.searchedUntil === undefined ? [] : [[{ text: `${body.items.length === 0 ? `${none} so far` : 'not all'}: few match, and it was looked as far as ${body.searchedUntil}; --cursor ${next ?? ''} looks further` }]]),
        ...(process.stdout.isTTY && body.freshness !== undefined ? [EMPTY, [...freshnessLine(body.freshness), ...(next === undefined ? [] : [{ text: `  more: --cursor ${next}` }])]] : []),
      ];
    });
  }
}
