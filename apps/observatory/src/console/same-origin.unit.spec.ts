import { isSameOrigin } from './same-origin';

describe('where a command may come from', () => {
  it.each([
    ['the console itself', { host: '127.0.0.1:13003', origin: 'http://127.0.0.1:13003', fetchSite: 'same-origin' }],
    ['the console behind TLS that ends before the observatory', { host: 'jobs.example.org', origin: 'https://jobs.example.org', fetchSite: 'same-origin' }],
    ['a browser without Sec-Fetch-Site', { host: '127.0.0.1:13003', origin: 'http://127.0.0.1:13003', fetchSite: undefined }],
    ['no browser', { host: '127.0.0.1:13003', origin: undefined, fetchSite: undefined }],
  ])('%s may', (_, facts) => {
    expect(isSameOrigin(facts)).toBe(true);
  });

  it.each([
    ['another site', { host: '127.0.0.1:13003', origin: 'https://evil.example', fetchSite: 'cross-site' }],
    ['another site in an old browser', { host: '127.0.0.1:13003', origin: 'https://evil.example', fetchSite: undefined }],
    ['another port of this machine', { host: '127.0.0.1:13003', origin: 'http://127.0.0.1:13000', fetchSite: 'same-site' }],
    ['a sandboxed frame', { host: '127.0.0.1:13003', origin: 'null', fetchSite: undefined }],
    ['a navigation', { host: '127.0.0.1:13003', origin: undefined, fetchSite: 'none' }],
    ['nobody knows which host', { host: undefined, origin: 'http://127.0.0.1:13003', fetchSite: undefined }],
  ])('%s may not', (_, facts) => {
    expect(isSameOrigin(facts)).toBe(false);
  });
});
