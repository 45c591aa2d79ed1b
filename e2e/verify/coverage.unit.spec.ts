import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import config from '../../jest.config';

const root = resolve(__dirname, '../..');
const patterns = (config.collectCoverageFrom ?? []).map(String);
const leftOut = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
const counted = patterns.filter((pattern) => !pattern.startsWith('!'));

describe('the bound on unit coverage', () => {
  it('is at least 80 % of the lines of libs and of the logic of apps', () => {
    expect(config.coverageThreshold?.['./libs/']?.lines).toBeGreaterThanOrEqual(80);
    expect(config.coverageThreshold?.['./apps/']?.lines).toBeGreaterThanOrEqual(80);
  });

  it('counts libs and apps', () => {
    expect(counted).toEqual(['libs/**/*.ts', 'apps/*/src/**/*.ts']);
  });

  it('leaves nothing of libs out but specs and the test servers', () => {
    const inLibs = leftOut.filter((pattern) => !pattern.startsWith('apps/')).flatMap((pattern) => globSync(pattern, { cwd: root, exclude: (name) => name === 'node_modules' || name === 'dist' || name === '.stack' }));
    expect(inLibs.filter((file) => file.startsWith('libs/') && !file.startsWith('libs/testing/') && !/\.(spec|harness|builder)\.ts$/.test(file))).toEqual([]);
  });

  it.each(leftOut.filter((pattern) => pattern.startsWith('apps/')))('still finds what it leaves out: %s', (pattern) => {
    expect(globSync(pattern, { cwd: root })).not.toEqual([]);
  });
});
