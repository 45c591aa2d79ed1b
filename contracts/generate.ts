import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles } from './generate/generated-files';

/**
 * `npm run contracts:generate` writes every file that follows from the schemas; with `--check` it writes nothing and exits 1
 * when a file on disk differs from what the schemas say.
 */
async function main(): Promise<void> {
  const checkOnly = process.argv.includes('--check');
  const root = process.cwd();
  const stale: string[] = [];
  for (const [path, content] of await generatedFiles(join(root, 'contracts'))) {
    const file = join(root, 'contracts', path);
    if (existsSync(file) && readFileSync(file, 'utf8') === content) continue;
    stale.push(`contracts/${path}`);
    if (checkOnly) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  if (stale.length === 0) {
    console.log('contracts: generated files are up to date');
  } else if (checkOnly) {
    console.error(`contracts: out of date, run \`npm run contracts:generate\`:\n${stale.map((path) => `  ${path}`).join('\n')}`);
    process.exitCode = 1;
  } else {
    console.log(`contracts: wrote ${stale.join(', ')}`);
  }
}

void main();
