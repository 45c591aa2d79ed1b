import { lstat, readlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Stats } from 'node:fs';

const WRITABLE_BY_ALL = 0o002;
const STICKY = 0o1000;
/** As many as Linux follows. */
const MOST_LINKS = 40;

/**
 * Why a program cannot be trusted to be the one that the operator named, if so: somebody else may put another one in its place. Goes the way of the kernel, from the
 * root through every folder and every link to the file, before each run.
 *
 * @throws when there is no such file
 */
export async function faultOfProgram(program: string): Promise<string | undefined> {
  const left = program.split('/');
  let at = '/';
  let links = 0;
  let folder = await lstat(at);
  while (left.length > 0) {
    const name = left.shift() ?? '';
    if (name === '' || name === '.') continue;
    if (name === '..') {
      at = dirname(at);
      folder = await lstat(at);
      continue;
    }
    const next = join(at, name);
    const facts = await lstat(next);
    const fault = faultOfOne(next, facts, folder);
    if (fault !== undefined) return fault;
    if (!facts.isSymbolicLink()) {
      [at, folder] = [next, facts];
      continue;
    }
    if (++links > MOST_LINKS) return `${program} is a link that leads to itself`;
    const target = await readlink(next);
    left.unshift(...target.split('/'));
    if (target.startsWith('/')) [at, folder] = ['/', await lstat('/')];
  }
  return folder.isFile() ? undefined : `${program} is no file`;
}

function faultOfOne(path: string, facts: Stats, folder: Stats): string | undefined {
  // The mode of a link says nothing.
  if (!facts.isSymbolicLink() && (facts.mode & WRITABLE_BY_ALL) !== 0 && (facts.isFile() || (facts.mode & STICKY) === 0)) return `${path} may be written by everybody`;
  // In a folder like /tmp everybody may make files, and only who made one may change it.
  if ((folder.mode & WRITABLE_BY_ALL) !== 0 && facts.uid !== 0 && facts.uid !== process.getuid?.()) return `${path} belongs to somebody else, in a folder where everybody may make files`;
  return undefined;
}
