import { readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { restingFolder } from '../read-model-access/resting-folder';

const INDEX = 'index.html';
/** What the build puts beside each file for clients that take it. */
const COMPRESSED = /\.(br|gz)$/;

/** The built console: which files it has, and where. Looked at once, and again where there is none or another one since, so that a build shows without a restart. */
export class ConsoleFiles {
  private found: ReadonlySet<string> | undefined;
  private foundAt = 0;

  constructor(private readonly given?: string) {}

  get folder(): string | undefined {
    return this.given ?? restingFolder('dist', 'apps', 'web');
  }

  get built(): boolean {
    return this.names().has(INDEX);
  }

  has(name: string): boolean {
    if (this.names().has(name)) return true;
    if (!name.startsWith('assets/') || this.builtAt() === this.foundAt) return false;
    this.found = undefined;
    return this.names().has(name);
  }

  private names(): ReadonlySet<string> {
    if (this.found !== undefined) return this.found;
    const names = this.list();
    if (names.has(INDEX)) {
      this.found = names;
      this.foundAt = this.builtAt();
    }
    return names;
  }

  private builtAt(): number {
    return statSync(join(this.folder ?? '', INDEX), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  }

  private list(): ReadonlySet<string> {
    const { folder } = this;
    if (folder === undefined) return new Set();
    try {
      const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() && !COMPRESSED.test(entry.name));
      const names = files.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
      // What begins with a dot is the build's own.
      return new Set(names.filter((name) => !/(^|\/)\./.test(name)));
    } catch {
      return new Set();
    }
  }
}
