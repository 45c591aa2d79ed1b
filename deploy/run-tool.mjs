// Runs dist/deploy/native/<tool>.js, building first when that was never done: `node deploy/run-tool.mjs stack.cli up test`.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [tool = '', ...words] = process.argv.slice(2);
const script = join(root, 'dist', 'deploy', 'native', `${tool}.js`);

function step(file, args, stdio) {
  const { status, error } = spawnSync(file, args, { cwd: root, stdio });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(script)) {
  console.error('not built yet: building first');
  if (!existsSync(join(root, 'node_modules', '.bin', 'tsc'))) step('npm', ['ci'], ['ignore', 2, 2]);
  // Without it the compiler writes every file, also those that it believes to have written.
  rmSync(join(root, 'dist', '.tsbuildinfo'), { force: true });
  step(join(root, 'node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.build.json'], ['ignore', 2, 2]);
}
// The project's own Node, whatever runs this.
const node = join(root, 'node_modules', '.bin', 'node');
step(existsSync(node) ? node : process.execPath, ['--enable-source-maps', script, ...words], 'inherit');
