import { consoleAnswer } from './console-answer';

const FILES = new Set(['index.html', 'favicon.svg', 'assets/index-B1x.js']);
const built = { built: true, has: (name: string) => FILES.has(name) };
const missing = { built: false, has: () => false };
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const PAGE = { kind: 'file', name: 'index.html', keep: 'ask-again' } as const;
const NOTHING = { kind: 'nothing' } as const;

describe('what an address without a route is answered with', () => {
  it.each(['/', '/index.html', '/jobs', '/jobs/0193010b-0000-7000-8000-000000000001', '/contracts/job.submitted', '/errors/%2e%2e', '/v10'])('%s is a page of the console to a browser', (path) => {
    expect(consoleAnswer({ method: 'GET', path, accept: BROWSER }, built)).toEqual(PAGE);
    expect(consoleAnswer({ method: 'HEAD', path, accept: BROWSER }, built)).toEqual(PAGE);
    expect(consoleAnswer({ method: 'GET', path, accept: BROWSER }, missing)).toEqual({ kind: 'not-built' });
  });

  it.each(['/v1', '/v1/nothing', '/api/v1/jobs', '/docs/nothing', '/assets/old-hash.js', '/metrics/nothing', '/debug', '/runbooks/x/y'])('%s is nobody’s, also to a browser', (path) => {
    expect(consoleAnswer({ method: 'GET', path, accept: BROWSER }, built)).toEqual(NOTHING);
  });

  it.each([
    ['/assets/index-B1x.js', 'forever'],
    ['/favicon.svg', 'ask-again'],
  ] as const)('%s is a file, kept: %s', (path, keep) => {
    expect(consoleAnswer({ method: 'GET', path, accept: '*/*' }, built)).toEqual({ kind: 'file', name: path.slice(1), keep });
  });

  it.each([['/jobs', 'application/json'], ['/jobs', '*/*'], ['/jobs', undefined], ['/', 'application/json']])('%s is no page to who accepts %s', (path, accept) => {
    expect(consoleAnswer({ method: 'GET', path, accept }, built)).toEqual(NOTHING);
  });

  it.each(['*/*', undefined])('the first page is given to who accepts %s', (accept) => {
    expect(consoleAnswer({ method: 'GET', path: '/', accept }, built)).toEqual(PAGE);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s finds nothing', (method) => {
    expect(consoleAnswer({ method, path: '/jobs', accept: BROWSER }, built)).toEqual(NOTHING);
  });
});
