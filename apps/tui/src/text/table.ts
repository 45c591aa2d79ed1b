import type { Line, Span } from './line';
import { clip, pad, widthOf } from './width';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Below this it is better not shown; default: as wide as its widest cell. */
  readonly min?: number;
  /** What it may take at most. */
  readonly max?: number;
  /** Columns with the highest number go first where all do not fit; default 0: never. */
  readonly drop?: number;
}

export interface Table {
  readonly header: Line;
  readonly rows: readonly Line[];
}

const GAP = 2;

/** Widths of the columns in `width` columns of a terminal; 0 for those that are left out. */
export function fitColumns(columns: readonly Column[], cells: readonly (readonly Span[])[], width: number): number[] {
  const natural = columns.map((column, at) => Math.min(column.max ?? Infinity, Math.max(widthOf(column.title), ...cells.map((row) => widthOf(row[at]?.text ?? '')))));
  const least = columns.map((column, at) => Math.min(natural[at] ?? 0, column.min ?? natural[at] ?? 0));
  const shown = new Set(columns.keys());
  const sum = (widths: readonly number[]): number => [...shown].reduce((total, at) => total + (widths[at] ?? 0), 0) + GAP * Math.max(0, shown.size - 1);
  const byDrop = [...columns.keys()].filter((at) => (columns[at]?.drop ?? 0) > 0).sort((a, b) => (columns[b]?.drop ?? 0) - (columns[a]?.drop ?? 0));
  for (const at of byDrop) {
    if (sum(least) <= width) break;
    shown.delete(at);
  }
  // What is left goes to those that are cut most.
  const widths = least.map((value, at) => (shown.has(at) ? value : 0));
  let left = width - sum(widths);
  while (left > 0) {
    const neediest = [...shown].filter((at) => (widths[at] ?? 0) < (natural[at] ?? 0)).sort((a, b) => (widths[a] ?? 0) - (widths[b] ?? 0))[0];
    if (neediest === undefined) break;
    widths[neediest] = (widths[neediest] ?? 0) + 1;
    left -= 1;
  }
  return widths;
}

/** A table that fits: cells are cut with an ellipsis, columns of less weight are left out. */
export function fitTable(columns: readonly Column[], cells: readonly (readonly Span[])[], width: number): Table {
  const widths = fitColumns(columns, cells, width);
  const shown = widths.flatMap((wide, at) => (wide > 0 ? [at] : []));
  const lineOf = (row: readonly Span[]): Line =>
    shown.flatMap((at, order): Span[] => {
      const span = row[at] ?? { text: '' };
      const isLast = order === shown.length - 1;
      const align = columns[at]?.align ?? 'left';
      const wide = widths[at] ?? 0;
      const text = clip(span.text, wide);
      const padded = isLast && align === 'left' ? text : pad(text, wide, align);
      return [{ ...span, text: padded }, ...(isLast ? [] : [{ text: ' '.repeat(GAP) }])];
    });
  return { header: lineOf(columns.map(({ title }) => ({ text: title, tone: 'dim' }))), rows: cells.map(lineOf) };
}
