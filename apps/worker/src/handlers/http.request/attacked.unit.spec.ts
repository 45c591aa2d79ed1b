import { createSocket, type Socket } from 'node:dgram';
import { Resolver } from 'node:dns';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Authority } from '#testing';
import type { HandlerContext } from '#worker-sdk';
import type { Resolve } from './guarded-agent';
import { httpRequest, type HttpRequestResult } from './http-request.handler';
import type { HttpRequestPayload } from './http-request.payload';
import { AddressRules } from './public-addresses';

/*
 * Who may submit jobs tries to reach, through the worker, what only machines inside may. Two servers of loopback stand for the two sides: 127.0.0.2 is "public"
 * (the operator allows it), 127.0.0.1 is inside. Names are resolved by a DNS server of this spec, which says what an attacker's would.
 */

const PUBLIC = '127.0.0.2';
const INSIDE = '127.0.0.1';
const REFUSED = { code: 'address_not_allowed', retryable: false };

describe('http.request, attacked', () => {
  const reached: string[] = [];
  let inside: Server;
  let outside: Server;
  let port: number;
  let answer: (path: string, response: ServerResponse) => void;
  let dns: AttackersDns;
  const handler = () => httpRequest({ allow: [PUBLIC], resolve: dns.resolve });
  const run = (payload: HttpRequestPayload, by = handler()) =>
    by.run({ payload, signal: new AbortController().signal, idempotencyKey: 'key-1', correlationId: 'c-1' } as unknown as HandlerContext) as Promise<HttpRequestResult>;

  beforeAll(async () => {
    dns = await AttackersDns.start();
    outside = createServer((request, response) => answer(request.url ?? '/', response)).listen(0, PUBLIC);
    await once(outside, 'listening');
    port = (outside.address() as AddressInfo).port;
    inside = createServer((request, response) => {
      reached.push(request.url ?? '');
      response.end('the secret of the inside');
    }).listen(port, INSIDE);
    await once(inside, 'listening');
  });
  beforeEach(() => {
    answer = (_, response) => response.writeHead(200, { connection: 'close' }).end('public');
    dns.asked.splice(0);
  });
  afterAll(() => {
    for (const server of [inside, outside]) {
      server.closeAllConnections();
      server.close();
    }
    dns.stop();
  });
  afterEach(() => expect(reached).toEqual([]));

  it('the two sides are there, and a name is resolved by the DNS of the spec', async () => {
    dns.says(() => [PUBLIC]);
    expect(await run({ url: `http://friendly.example:${port}/` })).toMatchObject({ status: 200, body: 'public' });
    expect(dns.asked).toEqual(['friendly.example']);
    expect(await (await fetch(`http://${INSIDE}:${port}/by-the-spec`)).text()).toBe('the secret of the inside');
    expect(reached.splice(0)).toEqual(['/by-the-spec']);
  });

  describe('an address written so that a list of texts does not know it', () => {
    const forms = [
      // decimal, octal, hexadecimal, shortened, mixed, too long, with a dot at the end, escaped
      '127.0.0.1', '2130706433', '017700000001', '0x7f000001', '127.1', '127.0.1', '0177.0.0.1', '0x7f.0.0.1', '0x7f.0x0.0x0.0x1', '0177.0x0.0.1', '00000177.0.0.1', '127.0.0.1.', '%31%32%37.0.0.1', '127%2e0%2e0%2e1',
      // this host
      '0', '0.0.0.0', '0x0', '00', '[::]', '[0:0:0:0:0:0:0:0]', 'localhost', 'LOCALHOST', 'localhost.', 'sub.localhost',
      // IPv6: loopback, mapped, compatible, translated, NAT64, 6to4, Teredo
      '[::1]', '[0:0:0:0:0:0:0:1]', '[0000::0001]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:ffff:7f00:0001]', '[::127.0.0.1]', '[::7f00:1]', '[::ffff:0:127.0.0.1]', '[64:ff9b::127.0.0.1]', '[64:ff9b::7f00:1]',
      '[64:ff9b:1::7f00:1]', '[2002:7f00:1::]', '[2002:7f00:0001::1]', '[2001:0:53aa:64c:0:0:80ff:fffe]',
      // what clouds tell their machines: AWS, its containers and its IPv6, Alibaba, Oracle, Azure, Google
      '169.254.169.254', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '[::ffff:169.254.169.254]', '[::ffff:a9fe:a9fe]', '169.254.170.2', '[fd00:ec2::254]', '100.100.100.200', '192.0.0.192', '168.63.129.16', '[fd20:ce::254]',
      // private, link-local, unique local, multicast, broadcast
      '10.0.0.1', '172.16.0.1', '192.168.0.1', '100.64.0.1', '[fe80::1]', '[fc00::1]', '[fec0::1]', '[ff02::1]', '224.0.0.1', '255.255.255.255',
    ];

    it.each(forms)('%s', async (host) => {
      dns.says(() => [INSIDE]);
      await expect(run({ url: `http://${host}:${port}/` })).rejects.toMatchObject(REFUSED);
    });

    it.each(forms)('%s, in a redirect', async (host) => {
      dns.says((name) => (name === 'friendly.example' ? [PUBLIC] : [INSIDE]));
      answer = (_, response) => response.writeHead(302, { location: `http://${host}:${port}/`, connection: 'close' }).end();
      await expect(run({ url: `http://friendly.example:${port}/`, maxRedirects: 3 })).rejects.toMatchObject(REFUSED);
    });

    // Digits and dots that are normalised to those of an address. A payload may not hold them at all, a redirect may.
    it.each(['127。0。0。1', '127．0．0．1', '127｡0｡0｡1', '１２７.0.0.1', '①②⑦.⓪.⓪.①', '⓪x7f.1', 'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ', 'ﬀ.example'])('%s, in a redirect only', async (host) => {
      expect(handler().faultsOf({ url: `http://${host}:${port}/` })).not.toEqual([]);
      dns.says((name) => (name === 'friendly.example' ? [PUBLIC] : [INSIDE]));
      answer = (_, response) => response.writeHead(302, { location: `http://${encodeURIComponent(host)}:${port}/`, connection: 'close' }).end();
      await expect(run({ url: `http://friendly.example:${port}/`, maxRedirects: 3 })).rejects.toMatchObject(REFUSED);
    });

    it.each(['[fe80::1%25eth0]', '[fe80::1%eth0]', '[::1%25lo]', '[::1]%25lo', '256.0.0.1', '127.0.0.1.1', '0x7f.0.0.0.1', '127.0.0.1%00.example', '4294967297'])('%s is no URL', async (host) => {
      const faults = handler().faultsOf({ url: `http://${host}:${port}/` });
      if (faults.length === 0) await expect(run({ url: `http://${host}:${port}/` })).rejects.toMatchObject({ code: 'invalid_request', retryable: false });
      answer = (_, response) => response.writeHead(302, { location: `http://${host}:${port}/`, connection: 'close' }).end();
      await expect(run({ url: `http://${PUBLIC}:${port}/`, maxRedirects: 3 })).rejects.toMatchObject({ code: 'invalid_redirect' });
    });
  });

  describe('a URL that looks like another one', () => {
    it.each([
      'http://friendly.example@127.0.0.1/', 'http://127.0.0.1@friendly.example/', 'http://user:password@friendly.example/', 'http://@127.0.0.1/', 'http://a@b@127.0.0.1/', 'http://friendly.example:80@127.0.0.1/',
      'http://friendly.example\\@127.0.0.1/', 'http://friendly.example\t@127.0.0.1/', 'http://1.1.1.1 &@127.0.0.1/', 'http:127.0.0.1/', 'http:/127.0.0.1/', 'http:///127.0.0.1/', '//127.0.0.1/', 'file:///etc/passwd', 'gopher://127.0.0.1:25/', 'data:text/plain,x',
      'http://127.0.0.1\u0000.example/', 'http://friendly.example\r\nHost: x/', ' http://127.0.0.1/',
    ])('%j is no payload', (url) => {
      expect(handler().faultsOf({ url })).not.toEqual([]);
    });

    it('an @ behind the host is one of the path or the query', async () => {
      dns.says(() => [PUBLIC]);
      for (const end of ['/@127.0.0.1/', '?x=@127.0.0.1', '/a?to=http://b@c']) {
        expect(handler().faultsOf({ url: `http://friendly.example:${port}${end}` })).toEqual([]);
        expect(await run({ url: `http://friendly.example:${port}${end}` })).toMatchObject({ status: 200 });
      }
    });

    it.each([
      ['//127.0.0.1:PORT/', REFUSED], ['\\\\127.0.0.1:PORT\\', REFUSED], ['/\\127.0.0.1:PORT/', REFUSED], ['http:\\\\127.0.0.1:PORT\\', REFUSED], ['\t//127.0.0.1:PORT/', REFUSED],
      ['http://friendly.example@127.0.0.1:PORT/', { code: 'invalid_redirect' }], ['http://friendly.example:80@127.0.0.1:PORT/', { code: 'invalid_redirect' }], ['http://@127.0.0.1:PORT/', REFUSED],
      ['http://friendly.example\\@127.0.0.1:PORT/', { code: 'connection_failed' }], ['javascript:alert(1)', { code: 'invalid_redirect' }], ['file:///etc/passwd', { code: 'invalid_redirect' }], ['http://[::1', { code: 'invalid_redirect' }],
    ])('a redirect to %j leads nowhere', async (location, failure) => {
      // Port 80 of the public side is closed.
      dns.says(() => [PUBLIC]);
      answer = (_, response) => response.writeHead(302, { location: location.replace('PORT', String(port)), connection: 'close' }).end();
      await expect(run({ url: `http://friendly.example:${port}/`, maxRedirects: 3 })).rejects.toMatchObject(failure);
    });
  });

  describe('a name that leads inside', () => {
    it('at once, also among public ones, is reached at the public ones alone', async () => {
      dns.says(() => [INSIDE]);
      await expect(run({ url: `http://evil.example:${port}/` })).rejects.toMatchObject(REFUSED);
      for (const addresses of [[INSIDE, PUBLIC], [PUBLIC, INSIDE], [INSIDE, PUBLIC, INSIDE]]) {
        dns.says(() => addresses);
        expect(await run({ url: `http://evil.example:${port}/` })).toMatchObject({ status: 200, body: 'public' });
      }
    });

    it('at the second look (rebinding) is not looked at twice: what was checked is what is connected to', async () => {
      for (let attempt = 0; attempt < 10; attempt++) {
        const answers = [[PUBLIC], [INSIDE], [INSIDE]];
        dns.says(() => answers.shift() ?? [INSIDE]);
        dns.asked.splice(0);
        expect(await run({ url: `http://rebinding-${attempt}.example:${port}/` })).toMatchObject({ status: 200, body: 'public' });
        expect(dns.asked).toHaveLength(1);
      }
    });

    it('after a redirect to itself is refused', async () => {
      const answers = [[PUBLIC], [INSIDE]];
      dns.says(() => answers.shift() ?? [INSIDE]);
      answer = (_, response) => response.writeHead(307, { location: '/again', connection: 'close' }).end();
      await expect(run({ url: `http://rebinding.example:${port}/`, method: 'POST', body: 'x', maxRedirects: 3 })).rejects.toMatchObject(REFUSED);
    });

    it('between two jobs is never reached: a kept connection stays where it was made to, a new one is checked', async () => {
      const by = handler();
      answer = (_, response) => response.end('public');
      dns.says(() => [PUBLIC]);
      expect(await run({ url: `http://kept.example:${port}/` }, by)).toMatchObject({ body: 'public' });
      dns.says(() => [INSIDE]);
      const ends = await Promise.all(Array.from({ length: 5 }, () => run({ url: `http://kept.example:${port}/` }, by).then(({ body }) => body, ({ code }: { code: string }) => code)));
      for (const end of ends) expect(['public', 'address_not_allowed']).toContain(end);
      expect(ends).toContain('address_not_allowed');
    });

    it.each(['fe80::1%eth0', '::1%lo', '::ffff:127.0.0.1%lo', '2606:4700::1111%eth0', 'no address', ''])('by an address that is none: %j', async (address) => {
      expect(new AddressRules().allows(address)).toBe(false);
      const resolve: Resolve = (_, done) => done(null, [{ address, family: 6 }]);
      await expect(run({ url: `http://odd.example:${port}/` }, httpRequest({ resolve }))).rejects.toMatchObject(REFUSED);
    });
  });

  it('a server of others that no usual authority vouches for is not believed', async () => {
    const { cert, key } = Authority.make('of nobody').issue('friendly.example', ['friendly.example']);
    const secure = createTlsServer({ cert, key }, (_request, response) => response.end('forged')).listen(0, PUBLIC);
    await once(secure, 'listening');
    dns.says(() => [PUBLIC]);
    await expect(run({ url: `https://friendly.example:${(secure.address() as AddressInfo).port}/` })).rejects.toMatchObject({ code: 'connection_failed', details: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } });
    secure.close();
  });

  it('what the environment says of proxies is not heeded: a proxy would resolve names by itself', async () => {
    const before = { ...process.env };
    for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY']) process.env[name] = `http://${INSIDE}:${port}`;
    process.env['NODE_USE_ENV_PROXY'] = '1';
    try {
      dns.says(() => [PUBLIC]);
      expect(await run({ url: `http://friendly.example:${port}/` })).toMatchObject({ body: 'public' });
    } finally {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    }
  });

  it.each([
    [{ 'Transfer-Encoding': 'chunked' }], [{ Upgrade: 'h2c' }], [{ 'Content-Length': '3' }], [{ 'Keep-Alive': '1' }], [{ Expect: '100-continue' }],
  ])('a request cannot be smuggled with %j', async (headers) => {
    dns.says(() => [PUBLIC]);
    await expect(run({ url: `http://friendly.example:${port}/`, method: 'POST', body: 'GET /inside HTTP/1.1\r\nHost: x\r\n\r\n', headers })).rejects.toMatchObject({ code: expect.stringMatching(/^(invalid_request|connection_failed)$/) as string });
  });
});

/** A DNS server that answers each question anew, with a time to live of 0. */
class AttackersDns {
  readonly asked: string[] = [];
  private readonly resolver = new Resolver({ timeout: 2_000, tries: 1 });
  private addressesOf: (name: string) => readonly string[] = () => [];

  private constructor(private readonly socket: Socket) {
    this.resolver.setServers([`127.0.0.1:${socket.address().port}`]);
    socket.on('message', (question, from) => socket.send(this.answerTo(question), from.port, from.address));
  }

  static async start(): Promise<AttackersDns> {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new AttackersDns(socket);
  }

  says(addressesOf: (name: string) => readonly string[]): void {
    this.addressesOf = addressesOf;
  }

  readonly resolve: Resolve = (host, done) => this.resolver.resolve4(host, (error, addresses) => done(error, (addresses ?? []).map((address) => ({ address, family: 4 }))));

  stop(): void {
    this.socket.close();
  }

  private answerTo(question: Buffer): Buffer {
    const labels: string[] = [];
    let at = 12;
    for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
      labels.push(question.subarray(at + 1, at + 1 + length).toString('latin1'));
      at += 1 + length;
    }
    const name = labels.join('.').toLowerCase();
    this.asked.push(name);
    const addresses = this.addressesOf(name);
    const head = Buffer.from(question.subarray(0, 12));
    head.writeUInt16BE(0x8180, 2);
    head.writeUInt16BE(addresses.length, 6);
    head.fill(0, 8, 12);
    // The name of the question again, type A, class IN, no time to live, four bytes.
    const records = addresses.map((address) => Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]));
    return Buffer.concat([head, question.subarray(12, at + 5), ...records]);
  }
}
