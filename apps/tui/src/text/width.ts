import { stripVTControlCharacters } from 'node:util';
import type { Line, Span } from './line';

/** East Asian wide characters and pictures take two columns. */
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const ONLY_ASCII = /^[\u0020-\u007e]*$/;

/** Text of others as it may be shown: no escape sequence in it reaches the terminal, line breaks and tabs become spaces. */
export function clean(text: string): string {
  if (ONLY_ASCII.test(text)) return text;
  return stripVTControlCharacters(text).replace(/[\t\n]+/g, ' ').replace(CONTROL, '');
}

export function widthOf(text: string): number {
  if (ONLY_ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** At most `width` columns; what was cut is told by an ellipsis. */
export function clip(text: string, width: number): string {
  if (width <= 0) return '';
  if (widthOf(text) <= width) return text;
  let cut = '';
  let used = 0;
  for (const character of text) {
    const more = widthOf(character);
    if (used + more > width - 1) break;
    cut += character;
    used += more;
  }
  return `${cut}…`;
}

export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'left' ? text + space : space + text;
}

export const lineWidth = (spans: Line): number => spans.reduce((sum, { text }) => sum + widthOf(text), 0);

/** A line of at most `width` columns. */
export function clipLine(spans: Line, width: number): Line {
  if (lineWidth(spans) <= width) return spans;
  const cut: Span[] = [];
  let left = width;
  for (const span of spans) {
    if (left <= 0) break;
    const whole = widthOf(span.text);
    // An ellipsis also where the cut falls between two spans.
    const text = whole < left || (whole === left && span === spans.at(-1)) ? span.text : clip(`${span.text} `, left);
    cut.push({ ...span, text });
    left -= widthOf(text);
  }
  return cut;
}

/** Left and right parts of one line; the left one gives way. */
export function justify(left: Line, right: Line, width: number): Line {
  const rightWidth = lineWidth(right);
  if (rightWidth >= width) return clipLine(right, width);
  const cut = clipLine(left, width - rightWidth - 1);
  return [...cut, { text: ' '.repeat(width - rightWidth - lineWidth(cut)) }, ...right];
}

/** Words broken into lines of at most `width` columns; a word that is longer is cut into pieces. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let current = '';
    for (const word of clean(paragraph).split(' ')) {
      let rest = word;
      if (current !== '' && widthOf(current) + 1 + widthOf(rest) <= width) {
        current += ` ${rest}`;
        continue;
      }
      if (current !== '') lines.push(current);
      while (widthOf(rest) > width) {
        const piece = [...rest].slice(0, Math.max(1, width)).join('');
        lines.push(piece);
        rest = rest.slice(piece.length);
      }
      current = rest;
    }
    lines.push(current);
  }
  return lines;
}
