// The unit and int levels as in jest.config.ts, but with one package gone: WITHOUT_PACKAGE=amqplib. A spec that passes like this does not
// need the package. The real servers are left out, since the specs are expected to fail while they are loaded.
const { resolve } = require('node:path');
const { default: config } = require('../../jest.config.ts');

const name = process.env.WITHOUT_PACKAGE;
if (!name) throw new Error('WITHOUT_PACKAGE names the package to take away');

const rootDir = resolve(__dirname, '..', '..');

module.exports = {
  rootDir,
  projects: config.projects
    .filter(({ displayName }) => displayName !== 'e2e')
    .map(({ globalSetup: _setup, globalTeardown: _teardown, ...project }) => ({
      ...project,
      rootDir,
      testEnvironment: 'node',
      moduleNameMapper: { [`^${name.replaceAll('/', '\\/')}(\\/.*)?$`]: '<rootDir>/e2e/verify/removed-package.cjs', ...project.moduleNameMapper },
    })),
};
