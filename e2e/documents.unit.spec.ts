import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Documents that lie are worse than none: each path that they name, in backticks or as a link, must exist. */
const DOCUMENTS = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' }).split('\n').filter((file) => file && existsSync(file));
const TOP_LEVEL = ['apps', 'libs', 'contracts', 'deploy', 'grafana', 'prometheus', 'alertmanager', 'e2e', 'docs'];
const PATH_IN_BACKTICKS = new RegExp('`((?:' + TOP_LEVEL.join('|') + ')/[A-Za-z0-9_./-]+?)/?(?::\\d+)?`', 'g');
const RELATIVE_LINK = /\]\((?!https?:|mailto:|#)([^)#\s]+)/g;

export function missingPaths(document: string, text: string, exists: (path: string) => boolean): string[] {
  const named = [...text.matchAll(PATH_IN_BACKTICKS)].map((match) => match[1]!).filter((path) => !/[<*{]/.test(path));
  const linked = [...text.matchAll(RELATIVE_LINK)].map((match) => normalize(join(dirname(document), match[1]!)));
  return [...named, ...linked].filter((path) => !exists(path));
}

describe('the documents', () => {
  it.each(DOCUMENTS)('%s names only paths that exist', (document) => {
    expect(missingPaths(document, readFileSync(document, 'utf8'), existsSync)).toEqual([]);
  });

  it('would notice a path that does not exist', () => {
    expect(missingPaths('README.md', 'see `apps/nowhere/src/x.ts` and [this](docs/gone.md)', () => false)).toEqual(['apps/nowhere/src/x.ts', 'docs/gone.md']);
  });

  it('README.md walks through the code in numbered steps', () => {
    const readme = readFileSync('README.md', 'utf8');
    const steps = readme.slice(readme.indexOf('## Follow one job')).match(/^\d+\. /gm) ?? [];
    expect(steps.length).toBeGreaterThanOrEqual(8);
  });
});
