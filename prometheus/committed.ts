import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../deploy/native';
import { GENERATED_FOLDERS, generatedFiles } from './source/generated-files';

/** The files whose committed text is not what the source says now, and those that it no longer makes. */
export function differences(root = projectRoot(), files = generatedFiles()): { readonly changed: readonly string[]; readonly left: readonly string[] } {
  const here = GENERATED_FOLDERS.flatMap((folder) => (existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((file) => `${folder}/${file}`) : []));
  return {
    changed: [...files].filter(([file, text]) => !existsSync(join(root, file)) || readFileSync(join(root, file), 'utf8') !== text).map(([file]) => file),
    left: here.filter((file) => !files.has(file)),
  };
}

/** Throws with the list of files that differ. */
export function checkCommitted(root = projectRoot()): void {
  const { changed, left } = differences(root);
  const stale = [...changed, ...left];
  if (stale.length > 0) throw new Error(`${stale.join('\n')}\n${stale.length} files are stale: npm run observability:generate`);
}

/** Writes what differs and removes what is left over; resolves with a line for people. */
export function writeCommitted(root = projectRoot()): string {
  const files = generatedFiles();
  const { changed, left } = differences(root, files);
  for (const file of left) rmSync(join(root, file));
  for (const file of changed) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), files.get(file) ?? '');
  }
  return `${files.size} files, ${changed.length} written, ${left.length} removed`;
}
