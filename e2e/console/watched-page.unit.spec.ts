import { strayRequests } from './watched-page';

const HERE = 'http://127.0.0.1:13003';

describe('what a console must not ask', () => {
  it.each([
    ['a read of the gateway', 'GET', 'http://127.0.0.1:13000/v1/jobs', true],
    ['a script from elsewhere', 'GET', 'https://cdn.example/react.js', true],
    ['a read through the commands’ path', 'GET', `${HERE}/api/v1/jobs`, true],
    ['a command while they are off', 'POST', `${HERE}/api/v1/jobs`, false],
    ['a command to the read API', 'POST', `${HERE}/v1/jobs`, true],
  ])('%s', (_, method, url, commands) => {
    expect(strayRequests([{ method, url }], HERE, commands)).toEqual([`${method} ${url}`]);
  });

  it('everything else it may', () => {
    const asked = [['GET', `${HERE}/v1/jobs`], ['GET', `${HERE}/assets/a.js`], ['POST', `${HERE}/api/v1/jobs`], ['GET', 'data:image/svg+xml,x']].map(([method = '', url = '']) => ({ method, url }));
    expect(strayRequests(asked, HERE, true)).toEqual([]);
  });
});
