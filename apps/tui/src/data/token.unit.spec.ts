import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readSettings } from '../tui.env';
import { streamEvents } from './event-stream';
import { failureOf } from './failure';
import { connect } from './platform';

describe('a key in OBSERVATORY_TOKEN', () => {
  const heard: (string | undefined)[] = [];
  let server: Server;
  let url: string;
  const before = process.env.OBSERVATORY_TOKEN;

  beforeAll(async () => {
    server = createServer((request, response) => {
      heard.push(request.headers.authorization);
      response.writeHead(401, { 'content-type': 'application/problem+json' }).end('{"type":"urn:job-observatory:error:unauthorized","title":"Who asks?","status":401,"code":"unauthorized"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.OBSERVATORY_TOKEN;
    else process.env.OBSERVATORY_TOKEN = before;
    server.close();
  });

  const askAll = async (): Promise<unknown[]> => {
    heard.length = 0;
    const settings = readSettings({ observatory: url, gateway: url }, '/');
    const { reads, commands } = connect(settings);
    const asked = [reads.get('/v1/overview'), commands.post('/v1/jobs', { body: { type: 'a', payload: {} } as never }), streamEvents(settings, {}, new AbortController().signal).next()];
    return Promise.all(asked.map((one) => one.catch((error: unknown) => error)));
  };

  it('goes with every read, command and stream, and nothing goes without one', async () => {
    process.env.OBSERVATORY_TOKEN = 'jo_1_secret';
    await askAll();
    expect(heard).toEqual(['Bearer jo_1_secret', 'Bearer jo_1_secret', 'Bearer jo_1_secret']);
    process.env.OBSERVATORY_TOKEN = '';
    await askAll();
    expect(heard).toEqual([undefined, undefined, undefined]);
  });

  it('is asked for where it is missing', async () => {
    const [refused] = await askAll();
    expect(failureOf(refused)).toMatchObject({ kind: 'refused', advice: 'OBSERVATORY_TOKEN holds the API key or token to ask with.' });
  });
});
