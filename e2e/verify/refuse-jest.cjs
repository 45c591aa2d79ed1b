// Preloaded into Node: jest and its parts cannot be resolved, as if they were not installed.
const Module = require('node:module');

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  if (/^(jest|jest-cli|@jest\/[a-z-]+)$/.test(request)) throw new Error('the package jest was removed');
  return resolveFilename.call(this, request, ...rest);
};
