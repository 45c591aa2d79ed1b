import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { endOfAnswer, load, readLoad } from './http-load';

const served = async (answer: (n: number) => number): Promise<{ server: Server; url: string; bodies: string[] }> => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      bodies.push(body);
      const text = '{"position":"ü"}';
      response.writeHead(answer(bodies.length), { 'content-length': Buffer.byteLength(text) }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
};

describe('the load of a bench', () => {
  it('sends exactly so many requests, each whole, and counts their answers', async () => {
    const { server, url, bodies } = await served(() => 202);
    const result = await load({ url, path: '/v1/jobs', body: '{"type":"ä"}', connections: 4, amount: 50, expect: 202 });
    server.close();
    expect(bodies).toEqual(Array<string>(50).fill('{"type":"ä"}'));
    expect(result.p99Ms).toBeGreaterThanOrEqual(result.p50Ms);
    expect(result.seconds).toBeGreaterThan(0);
  });

  it('fails on any other answer', async () => {
    const { server, url } = await served((n) => (n === 7 ? 503 : 202));
    await expect(load({ url, path: '/', body: '{}', connections: 2, amount: 50, expect: 202 })).rejects.toThrow('an answer was not 202: HTTP/1.1 503');
    server.close();
  });

  it('reads what each connection is to read next, until its time is over', async () => {
    const paths = new Set<string>();
    const server = createServer((request, response) => {
      paths.add(request.url ?? '');
      response.writeHead(200, { 'content-length': 2 }).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const result = await readLoad({ url: `http://127.0.0.1:${port}`, connections: 2, seconds: 1, pathOf: (connection, n) => `/${connection}/${n % 3}` });
    server.close();
    expect(result.answers).toBeGreaterThan(5);
    expect([...paths].sort()).toEqual(['/0/0', '/0/1', '/0/2', '/1/0', '/1/1', '/1/2']);
  });

  it('takes an answer for whole when its last byte is there', () => {
    const answer = 'HTTP/1.1 202 Accepted\r\ncontent-length: 2\r\n\r\n{}';
    for (let length = 0; length < answer.length; length++) expect(endOfAnswer(answer.slice(0, length))).toBeUndefined();
    expect(endOfAnswer(answer)).toBe(answer.length);
    expect(() => endOfAnswer('HTTP/1.1 200 OK\r\n\r\ncontent-length: 2\r\n')).toThrow('without a content-length');
  });
});
