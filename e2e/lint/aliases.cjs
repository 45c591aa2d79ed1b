// Where the subpath imports of package.json lead while nothing is built: to the sources. Read by dependency-cruiser in webpack's notation.
const { resolve } = require('node:path');

const LIBS = ['domain', 'config', 'observability', 'identity', 'sealing', 'http', 'messaging', 'event-log', 'read-model', 'worker-sdk', 'observatory-client', 'testing'];

module.exports = {
  resolve: {
    alias: {
      '#contracts$': resolve('contracts/src/index.ts'),
      ...Object.fromEntries(LIBS.map((lib) => [`#${lib}$`, resolve(`libs/${lib}/index.ts`)])),
    },
  },
};
