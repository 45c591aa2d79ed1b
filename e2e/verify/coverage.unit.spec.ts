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
    expect(leftOut.filter((pattern) => !pattern.startsWith('apps/'))).toEqual(['**/*.{spec,harness,builder}.ts', 'libs/testing/**']);
  });

  it.each(leftOut.filter((pattern) => pattern.startsWith('apps/')))('still finds what it leaves out: %s', (pattern) => {
    expect(globSync(pattern, { cwd: root })).not.toEqual([]);
  });
});
