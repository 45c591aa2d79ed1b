import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(__dirname, '../..');

/** The module is one of plain Node, which jest cannot load; so a Node of its own answers. */
function ask<T>(expression: string): T {
  const program = `import { failsWithout, importersOf, WISHED } from './e2e/verify/wished-packages.mjs'; process.stdout.write(JSON.stringify(await (${expression})));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

describe('the packages that were asked for', () => {
  it('are all imported where they matter', () => {
    const importers = ask<Record<string, string[]>>(`Object.fromEntries(WISHED.map((wish) => [wish.name, importersOf('${root}', wish)]))`);
    expect(Object.keys(importers)).toHaveLength(10);
    expect(Object.entries(importers).filter(([, files]) => files.length === 0)).toEqual([]);
  });

  it('would be missed if nothing imported them', () => {
    expect(ask<string[]>(`importersOf('${root}', { name: 'left-pad' })`)).toEqual([]);
  });

  it('do not count as used where only their types are', () => {
    expect(readFileSync(resolve(root, 'libs/messaging/ack-window.ts'), 'utf8')).toMatch(/^import type .* from 'amqplib';$/m);
    const importers = ask<string[]>(`importersOf('${root}', { name: 'amqplib' })`);
    expect(importers).toContain('libs/messaging/broker.ts');
    expect(importers).not.toContain('libs/messaging/ack-window.ts');
  });

  it('are told from those that a spec does not need', () => {
    const { failed } = ask<{ failed: boolean }>(`failsWithout('${root}', { name: 'amqplib', spec: 'libs/config/load-env.unit.spec.ts' })`);
    expect(failed).toBe(false);
  }, 60_000);
});
