import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly isDynamicEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const FOLDER = join('dist', 'apps', 'web');
const MOST_BYTES = 250_000;

/* What a browser fetches before a page is there: the entry, the page's own part, and all that these import. */
it('no page of the console needs more than 250 kB, compressed, to be there', () => {
  const chunks = JSON.parse(readFileSync(join(FOLDER, '.vite', 'manifest.json'), 'utf8')) as Record<string, Chunk>;
  const gather = (name: string, files: Set<string>): Set<string> => {
    const chunk = chunks[name];
    if (chunk === undefined || files.has(chunk.file)) return files;
    files.add(chunk.file);
    for (const style of chunk.css ?? []) files.add(style);
    for (const other of chunk.imports ?? []) gather(other, files);
    return files;
  };
  const bytes = (files: Iterable<string>): number => [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(FOLDER, file))).length, 0);
  const entry = Object.keys(chunks).find((name) => chunks[name]?.isEntry === true) ?? '';
  const pages = Object.keys(chunks).filter((name) => chunks[name]?.isDynamicEntry === true && name.includes('src/pages/'));
  expect(pages.length).toBeGreaterThan(15);
  const tooLarge = pages.map((name) => [name, bytes(gather(name, gather(entry, new Set())))] as const).filter(([, size]) => size > MOST_BYTES);
  expect(tooLarge).toEqual([]);
  expect(bytes(gather(entry, new Set()))).toBeGreaterThan(50_000);
});
