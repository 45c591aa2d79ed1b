import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type EnvSpec } from '#config';

const root = resolve(__dirname, '../..');
const filesOf = (folder: string): string[] => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file));
const isSpec = (value: unknown): value is EnvSpec => typeof value === 'object' && value !== null && Object.values(value).every((variable: unknown) => typeof variable === 'object' && variable !== null && 'description' in variable);

describe('.env.example', () => {
  const example = readFileSync(join(root, '.env.example'), 'utf8');
  const named = new Set([...example.matchAll(/^#([A-Z_]+)=/gm)].map(([, name]) => name));

  it('names every variable of every app', async () => {
    // The terminal console is no service: it does without a file of variables, and its few are read like those of the tools.
    const files = filesOf('apps').filter((file) => file.endsWith('.env.ts') && !file.startsWith('apps/tui/'));
    expect(files.length).toBeGreaterThanOrEqual(4);
    for (const file of files) {
      const exports = Object.values((await import(join(root, file))) as Record<string, unknown>).filter(isSpec);
      expect(exports).not.toEqual([]);
      expect(exports.flatMap((spec) => Object.keys(spec)).filter((name) => !named.has(name))).toEqual([]);
    }
  });

  it('names every variable that the tools and the tests read', () => {
    const tools = [...filesOf('deploy'), ...filesOf('e2e'), ...filesOf('libs/testing'), ...filesOf('apps/tui/src')].filter((file) => /\.(ts|mjs)$/.test(file) && !file.endsWith('.spec.ts'));
    const read = tools.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/process\.env(?:\.([A-Z_]+)|\['([A-Z_]+)'\])/g)].map(([, dotted, quoted]) => dotted ?? quoted));
    expect(read.length).toBeGreaterThan(0);
    expect([...new Set(read)].filter((name) => !['PATH', 'HOME', 'XDG_CONFIG_HOME'].includes(name ?? '') && !named.has(name))).toEqual([]);
  });

  it('names nothing that nobody reads', () => {
    const sources = [...filesOf('apps'), ...filesOf('prometheus'), ...filesOf('alertmanager'), ...filesOf('libs'), ...filesOf('deploy'), ...filesOf('e2e')].filter((file) => /\.(ts|mjs)$/.test(file) && !file.includes('e2e/verify/env-example'));
    const text = sources.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
    expect([...named].filter((name) => name !== undefined && !text.includes(name))).toEqual([]);
  });
});
