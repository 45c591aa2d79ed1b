import type { Config } from 'jest';

/** Packages that ship only ES modules; jest's own loader cannot take them, so SWC turns them into CommonJS first. */
const ESM_PACKAGES = ['@nestjs', 'cookie', 'set-cookie-parser', 'jose', 'uuid', 'toad-cache', 'content-disposition', 'file-type', 'strtok3', 'token-types', 'uint8array-extras', '@tokenizer', '@borewit'];

const swc = {
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
};

const base = {
  testEnvironment: 'node',
  transform: { '^.+\\.[tj]s$': ['@swc/jest', swc] },
  // mongodb loads `os` by a dynamic import(), which jest refuses outside its experimental loader; SWC turns that into require() as well.
  transformIgnorePatterns: [`/node_modules/(?!(?:.+/node_modules/)?(?:(?:${ESM_PACKAGES.join('|')})/|mongodb/lib/runtime_adapters\\.js))`],
  moduleNameMapper: {
    '^#contracts$': '<rootDir>/contracts/src/index.ts',
    '^#(domain|config|observability|http|messaging|event-log|read-model|testing)$': '<rootDir>/libs/$1/index.ts',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.stack/'],
} satisfies Config;

const level = (name: string, extra: Config = {}) => ({
  ...base,
  displayName: name,
  testMatch: [`<rootDir>/**/*.${name}.spec.ts`],
  ...extra,
});

/** int and e2e specs run against real servers, started before the first of them and stopped after the last. */
const realServers = {
  globalSetup: '<rootDir>/libs/testing/jest/global-setup.ts',
  globalTeardown: '<rootDir>/libs/testing/jest/global-teardown.ts',
  testEnvironment: '<rootDir>/libs/testing/jest/real-servers-environment.ts',
} satisfies Config;

const config: Config = {
  // Instrumented code: collecting V8's own counts takes three times the CPU over the whole level (57 s against 157 s).
  coverageProvider: 'babel',
  collectCoverageFrom: ['libs/**/*.ts', 'apps/*/src/**/*.ts', '!**/*.{spec,harness,builder}.ts', '!libs/testing/**'],
  coverageDirectory: 'coverage',
  coverageReporters: ['text', 'json-summary'],
  projects: [level('unit'), level('int', realServers), level('e2e', realServers)] as Config['projects'],
};

export default config;
