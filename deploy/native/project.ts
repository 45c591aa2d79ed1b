import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Walks up from `from` to the folder whose package.json is this project's. The same from the sources (jest) and from `dist/`. */
function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'job-observatory') return folder;
    if (folder === dirname(folder)) throw new Error(`no package.json of job-observatory above ${from}`);
  }
}

let root: string | undefined;

/** Absolute path of the repository. */
export function projectRoot(): string {
  return (root ??= findRoot(__dirname));
}

/** Where downloaded binaries and every stack's data live; ignored by git, safe to delete when nothing runs. */
export function stacksFolder(): string {
  return join(projectRoot(), '.stack');
}

/** The folder of one stack. */
export function stackFolder(stack: string): string {
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(stack)) throw new Error(`a stack is named like "dev" or "outage-1", not "${stack}"`);
  return join(stacksFolder(), stack);
}
