import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A folder of the repository that is served as it is: beside the built code, beside the sources, and in the image. */
export function restingFolder(...path: string[]): string | undefined {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const found = join(folder, ...path);
    if (existsSync(found)) return found;
  }
  return undefined;
}
