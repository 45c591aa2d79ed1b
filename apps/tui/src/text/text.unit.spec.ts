import * as fc from 'fast-check';
import { age, between, clock, count, duration, outline, percent, rate } from './format';
import { line, toned } from './line';
import { depthOf, paint, stateTone } from './paint';
import { fitTable, type Column } from './table';
import { clean, clip, clipLine, justify, lineWidth, pad, widthOf, wrap } from './width';

const textOf = (spans: readonly { text: string }[]): string => spans.map(({ text }) => text).join('');

describe('text in a terminal', () => {
  it('knows that some characters take two columns, and some none', () => {
    expect([widthOf('abc'), widthOf('日本'), widthOf('e\u0301'), widthOf('🚀')]).toEqual([3, 4, 1, 2]);
  });

  it('lets no escape sequence of others through', () => {
    expect(clean('a\u001b[31mred\u001b[0m\u0007 b\nc')).toBe('ared bc'.replace('bc', 'b c'));
    expect(clean('\u009b2J')).not.toMatch(/[\u0080-\u009f]/);
  });

  it('cuts to the width that there is, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), (text, width) => {
        expect(widthOf(clip(text, width))).toBeLessThanOrEqual(width);
        expect(lineWidth(clipLine([{ text }, { text: 'more' }], width))).toBeLessThanOrEqual(width);
      }),
    );
    expect(clip('abcdef', 4)).toBe('abc…');
    expect(pad('ab', 4, 'right')).toBe('  ab');
  });

  it('sets two parts of a line at both edges, the left gives way', () => {
    expect(textOf(justify(line('left'), line('right'), 12))).toBe('left   right');
    expect(textOf(justify(line('a long left'), line('right'), 10))).toBe('a l… right');
    expect(textOf(justify(line('left'), line('right'), 4))).toBe('rig…');
  });

  it('breaks between words, and words that are too long', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
  });
});

describe('a table', () => {
  const columns: Column[] = [{ title: 'ID' }, { title: 'TEXT', min: 4 }, { title: 'N', align: 'right', drop: 1 }, { title: 'EXTRA', drop: 2 }];
  const cells = [[{ text: 'a1' }, { text: 'something longer' }, { text: '7' }, { text: 'more' }]];

  it('is as wide as its cells where there is room', () => {
    const { header, rows } = fitTable(columns, cells, 80);
    expect([textOf(header), textOf(rows[0] ?? [])]).toEqual(['ID  TEXT              N  EXTRA', 'a1  something longer  7  more']);
  });

  it('cuts what can be cut, then leaves out what weighs least', () => {
    expect(textOf(fitTable(columns, cells, 22).rows[0] ?? [])).toBe('a1  somethi…  7  more');
    expect(textOf(fitTable(columns, cells, 12).rows[0] ?? [])).toBe('a1  some…  7');
    expect(textOf(fitTable(columns, cells, 9).rows[0] ?? [])).toBe('a1  some…');
  });

  it('fits whatever stands in it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string(), fc.string(), fc.string()), { maxLength: 5 }), fc.integer({ min: 30, max: 200 }), (rows, width) => {
        const wide = [{ title: 'A', min: 5 }, { title: 'B', min: 5, max: 30 }, { title: 'C', min: 5, drop: 1 }, { title: 'D', min: 5, drop: 2 }];
        const table = fitTable(wide, rows.map((row) => row.map((text) => ({ text: clean(text) }))), width);
        for (const row of table.rows) expect(lineWidth(row)).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('colours', () => {
  const red = line(toned('FAILED', stateTone('FAILED')), { text: 'x', bold: true, inverse: true });

  it('are those of the web console, the nearest of 16, or none', () => {
    expect(paint(red, 'full')).toBe('\u001b[38;2;255;122;122mFAILED\u001b[0m\u001b[1;7mx\u001b[0m');
    expect(paint(red, 'basic')).toBe('\u001b[31mFAILED\u001b[0m\u001b[1;7mx\u001b[0m');
    expect(paint(red, 'none')).toBe('FAILED\u001b[1;7mx\u001b[0m');
  });

  it.each([
    [{}, true, 24, 'full'],
    [{}, true, 4, 'basic'],
    [{}, true, 8, 'basic'],
    [{}, false, 24, 'none'],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, 24, 'none'],
    [{ NO_COLOR: '' }, true, 24, 'full'],
    [{ FORCE_COLOR: '1' }, false, 4, 'basic'],
    [{ FORCE_COLOR: '0' }, true, 24, 'none'],
    [{ TERM: 'dumb' }, true, 4, 'none'],
  ] as const)('with %j, terminal %s, %d bits: %s', (environment, isTerminal, colours, expected) => {
    expect(depthOf(environment, isTerminal, colours)).toBe(expected);
  });
});

describe('figures', () => {
  const now = Date.parse('2026-01-02T12:00:00Z');
  const ago = (ms: number): string => new Date(now - ms).toISOString();

  it('are short', () => {
    expect([duration(12), duration(4200), duration(42_000), duration(200_000), duration(3_600_000), duration(90_000_000), duration(undefined)]).toEqual(['12ms', '4.2s', '42s', '3m20s', '1h', '1d', '–']);
    expect([age(ago(500), now), age(ago(5000), now), age(ago(65_000), now), age(ago(7_200_000), now), age(ago(200_000_000), now), age(ago(-5000), now), age(undefined, now)]).toEqual(['now', '5s', '1m', '2h', '2d', 'in 5s', '–']);
    expect([count(7), count(12_345), count(345_678), count(4_100_000), count(undefined)]).toEqual(['7', '12.3k', '346k', '4.1M', '–']);
    expect([rate(0.25), rate(120), percent(1), percent(0.987), percent(undefined)]).toEqual(['0.3/s', '120/s', '100 %', '98.7 %', '–']);
    expect([between(undefined, undefined, now), between(ago(10), undefined, now), between(ago(10), ago(4), now)]).toEqual([undefined, 10, 6]);
    expect([clock(undefined, now), clock(ago(172_800_000), now).length, clock(ago(0), now).length]).toEqual(['–', 19, 8]);
  });

  it('and anything is told as indented text', () => {
    expect(outline({ a: 1, b: { c: ['x', { d: true }] }, e: [], f: {}, g: null, h: undefined })).toEqual(['a: 1', 'b:', '  c:', '    - x', '    - d: true', 'e: []', 'f: {}', 'g: null']);
    expect([outline([]), outline(5)]).toEqual([['(none)'], ['5']]);
  });
});
