import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { METRICS } from '#observability';

const root = resolve(__dirname, '../..');

it.each(Object.keys(METRICS))('%s is not only declared: some code sets it', (key) => {
  const production = ['apps', 'libs'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(root, folder, file))).filter((file) => file.endsWith('.ts') && !/\.(spec|harness|builder)\.ts$/.test(file));
  const use = new RegExp(`(counter|gauge|histogram)\\('${key}'\\)`);
  expect(production.some((file) => use.test(readFileSync(file, 'utf8')))).toBe(true);
});
