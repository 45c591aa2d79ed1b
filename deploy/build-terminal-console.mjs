// The terminal console, built into dist/apps/tui: `node deploy/build-terminal-console.mjs`
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { buildWhenChanged } from './build-when-changed.mjs';

buildWhenChanged({
  script: 'tui:build',
  result: 'dist/apps/tui/main.mjs',
  madeOf: ['apps/tui', 'deploy/build-terminal-console.mjs'],
  finish: (built) => chmodSync(join(built, 'main.mjs'), 0o755),
});
