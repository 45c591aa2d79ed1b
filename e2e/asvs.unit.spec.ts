import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(__dirname, '..');
const rows = readFileSync(resolve(root, 'docs/asvs.md'), 'utf8').split('\n').filter((line) => /^\| \d/.test(line));

describe('docs/asvs.md', () => {
  it('says for each requirement which test would notice, or that there is none yet', () => {
    expect(rows.length).toBeGreaterThan(60);
    for (const row of rows) {
      const test = row.split(' | ')[3] ?? '';
      expect([row, test === 'not yet |' || test.includes('`')]).toEqual([row, true]);
    }
  });

  it('names no test that is not there', () => {
    const named = rows.flatMap((row) => [...(row.split(' | ')[3] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
    const scripts = (JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts;
    const missing = named.filter((name) => (name.startsWith('npm run ') ? scripts[name.slice('npm run '.length)] === undefined : !existsSync(resolve(root, name))));
    expect([...new Set(missing)]).toEqual([]);
  });
});
