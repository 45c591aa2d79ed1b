import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const read = (file: string): string => readFileSync(resolve(root, file), 'utf8');
const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;

describe('docs/dependencies.md', () => {
  const [production = '', development = ''] = read('docs/dependencies.md').split('## For development');
  const namesIn = (part: string): string[] => [...part.matchAll(/^\| `([^`]+)` \| .+ \| .+ \| .+ \|$/gm)].map(([, name]) => name ?? '');

  it('has a line for each package, and none that is gone', () => {
    expect(namesIn(production).sort()).toEqual(Object.keys(dependencies).sort());
    expect(namesIn(development).sort()).toEqual(Object.keys(devDependencies).sort());
  });
});

it('every version is exact', () => {
  const inexact = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  expect(inexact).toEqual([]);
});
