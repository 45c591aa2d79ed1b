import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** A guarantee of docs/job-semantics.md: what it says, and what it says of the tests that attack it. */
interface Guarantee {
  readonly text: string;
  readonly attacks: string;
}

/** A guarantee is a point of a list that begins in bold, or a row of a table. */
export function guaranteesOf(document: string): Guarantee[] {
  const points = document.split(/\n(?=- \*\*|\n|#)/).filter((part) => part.trimStart().startsWith('- **'));
  const rows = document.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| guarantee'));
  return [
    ...points.map((point) => ({ text: inOneLine(point), attacks: inOneLine(point).split('Attacked by')[1] ?? '' })),
    ...rows.map((row) => ({ text: row, attacks: row.split(' | ').slice(2).join(' | ').replace(/\|$/, '') })),
  ];
}

const inOneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');

const document = readFileSync('docs/job-semantics.md', 'utf8');
const specs = execFileSync('git', ['ls-files', '*.spec.ts'], { encoding: 'utf8' }).split('\n').filter((file) => file !== '');

describe('docs/job-semantics.md', () => {
  const guarantees = guaranteesOf(document);

  it('says for each guarantee what attacks it', () => {
    expect(guarantees.length).toBeGreaterThan(80);
    expect(guarantees.filter(({ attacks }) => !/`|^measured, not asserted/.test(attacks)).map(({ text }) => text.slice(0, 120))).toEqual([]);
  });

  it('names no spec that is not there', () => {
    const there = new Set([...specs, ...specs.map((file) => basename(file))]);
    const named = [...document.matchAll(/`([^`\s]+\.spec\.ts)`/g)].map(([, name = '']) => name);
    expect([...new Set(named)].filter((name) => !there.has(name))).toEqual([]);
  });

  it('quotes no test that is not there', () => {
    const tests = specs.map((file) => readFileSync(file, 'utf8')).join('\n');
    const quoted = guarantees.flatMap(({ attacks }) => [...attacks.matchAll(/\("([^"]+)"|", "([^"]+)"/g)].map(([, first, next]) => first ?? next ?? ''));
    expect(quoted.length).toBeGreaterThan(10);
    expect(quoted.filter((title) => !tests.includes(title))).toEqual([]);
  });

  it('would notice a guarantee that nothing attacks', () => {
    expect(guaranteesOf('- **It holds.** Somehow.\n\n| a | by b | `c.unit.spec.ts` |').map(({ attacks }) => attacks)).toEqual(['', '`c.unit.spec.ts` ']);
  });
});
