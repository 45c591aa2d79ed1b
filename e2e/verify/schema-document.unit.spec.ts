import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as readModel from '#read-model';

const read = (file: string): string => readFileSync(join(__dirname, '../..', file), 'utf8');

/** `make verify` makes the document anew and compares; this is what a change would be forgotten in at once. */
describe('the document of the schema', () => {
  const text = read('docs/schema.md');
  const partOf = (title: string): string => text.split(`### ${title}\n`)[1]?.split('\n### ')[0] ?? '';

  it('has every table, column, rule and index of PostgreSQL', () => {
    const sql = read('libs/event-log/schema.sql');
    const tables = [...sql.matchAll(/^CREATE TABLE public\.(\w+) \(\n(.*?)\n\)/gms)].filter(([, name = '']) => !/_p\d{6}$/.test(name));
    expect(tables.length).toBeGreaterThan(10);
    for (const [, name = '', body = ''] of tables) {
      const part = partOf(name);
      for (const line of body.split('\n')) {
        const [, constraint, column] = /^ {4}(?:CONSTRAINT (\w+)|"?(\w+)"?) /.exec(line) ?? [];
        expect([name, line, part.includes(constraint === undefined ? `| \`${column}\` |` : `- \`${constraint}\``)]).toEqual([name, line, true]);
      }
      for (const [, index] of sql.matchAll(new RegExp(`^CREATE (?:UNIQUE )?INDEX (\\w+) ON public\\.${name} `, 'gm'))) expect(part).toContain(`- \`${index}\``);
    }
  });

  it('has every collection of MongoDB, its version and its indexes', () => {
    const models = Object.values(readModel).flatMap((value: unknown) => {
      const { name, version, collection, indexes } = (value ?? {}) as { name?: string; version?: number; collection?: string; indexes?: { name: string }[] };
      return Array.isArray(indexes) ? [{ title: collection ?? `${name}@${version}`, indexes }] : [];
    });
    expect(models.length).toBeGreaterThan(8);
    for (const { title, indexes } of models) {
      const part = partOf(title);
      expect([title, part.includes('| `_id` |')]).toEqual([title, true]);
      for (const { name } of indexes) expect(part).toContain(`- \`${name}\``);
    }
  });
});
