import { copyFileSync, existsSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

/** A log may grow to this, and its predecessor is kept: twice as much for each process. */
export const MAX_LOG_BYTES = 50 * 1024 * 1024;

/**
 * Puts a log that has grown too large aside as `.1` and starts it anew. Whoever writes it keeps it open, always writing at its end, so it is copied and cut off instead of renamed;
 * what is written in between is lost.
 *
 * @returns whether it was too large
 */
export function rotateLog(file: string, maxBytes = MAX_LOG_BYTES): boolean {
  if (!existsSync(file) || statSync(file).size <= maxBytes) return false;
  copyFileSync(file, `${file}.1`);
  truncateSync(file);
  return true;
}

/** The same for every log of a folder. */
export function rotateLogs(folder: string, maxBytes = MAX_LOG_BYTES): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => join(folder, name))
    .filter((file) => rotateLog(file, maxBytes));
}
