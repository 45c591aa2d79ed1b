import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { installTools, requireTool } from '../deploy/native/install';
import { eventually, type PrivateStack, privateStack } from '#testing';
import { Client } from './system/client';
import { System } from './system/system';

jest.setTimeout(60_000);

const APPS = ['gateway', 'worker', 'aggregator', 'observatory'] as const;
const CANARY = 'canary-in-clear-51c0de';
const CONTROL = 'canary-of-the-control-51c0de';

/** Every server and every service with TLS 1.3, and a capture of what goes over loopback meanwhile. */
describe('a system that speaks TLS', () => {
  let stack: PrivateStack;
  let system: System;
  let ports: Readonly<Record<string, number>>;
  let control: Server;
  let capture: ChildProcess | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'capture-'));
  const file = join(folder, 'loopback.pcap');

  beforeAll(async () => {
    stack = await privateStack('tls', { tls: true });
    const files = stack.tls;
    if (files === undefined) throw new Error('the stack speaks no TLS');
    const every = { HTTP_TLS_CERT_FILE: files.cert, HTTP_TLS_KEY_FILE: files.key, TLS_CA_FILE: files.ca };
    system = await System.start({ stores: await stack.stores(), env: { gateway: every, worker: every, aggregator: every, observatory: every } });
    control = createServer((_request, response) => response.end(CONTROL)).listen(0, '127.0.0.1');
    await once(control, 'listening');
    const portOf = (url: string): number => Number(new URL(url).port);
    const { postgres, rabbitmq, rabbitmqManagement, mongo, redis } = stack.servers;
    ports = { postgres: portOf(postgres), rabbitmq: portOf(rabbitmq), 'management of rabbitmq': portOf(rabbitmqManagement), mongo: portOf(mongo), redis: portOf(redis), ...Object.fromEntries(APPS.map((app) => [app, system.one(app).port])) };
    capture = await captureLoopback(file, [...Object.values(ports), (control.address() as AddressInfo).port]);
  }, 180_000);
  afterAll(async () => {
    capture?.kill('SIGKILL');
    await system?.stop();
    await stack?.stop();
    control?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('does its work', async () => {
    const client = Client.of(system);
    const job = await client.submit({ type: 'simulate.work', payload: { durationMs: 5, failWith: { code: 'boom', message: CANARY } }, maxAttempts: 1, tags: ['tls'] });
    await client.until(job.jobId, 'FAILED');
    expect(JSON.stringify(await client.job(job.jobId))).toContain(CANARY);
    for (const app of APPS) expect((await fetch(`${system.one(app).url}/health`)).headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
  });

  it('nothing of it can be read on the way', async () => {
    await (await fetch(`http://127.0.0.1:${(control.address() as AddressInfo).port}`)).text();
    // What is not encrypted would be there: the control is.
    await eventually(() => expect(readFileSync(file).includes(CONTROL)).toBe(true), { timeoutMs: 20_000 });
    expect(statSync(file).size).toBeGreaterThan(50_000);
    const captured = readFileSync(file);
    for (const clear of [CANARY, 'simulate.work', 'observatory.events', 'append_batch', 'HTTP/1.1 202']) expect([clear, captured.includes(clear)]).toEqual([clear, false]);
  });

  it('TLS 1.3 is spoken on every port, and nothing older', async () => {
    for (const [name, port] of Object.entries(ports)) {
      expect([name, await handshake(name, port, {})]).toEqual([name, 'TLSv1.3']);
      for (const version of ['TLSv1.2', 'TLSv1.1', 'TLSv1'] as const) expect([name, version, await handshake(name, port, { minVersion: version, maxVersion: version })]).toEqual([name, version, 'refused']);
    }
  });

  it('nobody is listened to who does not speak TLS', async () => {
    const greetings: Readonly<Record<string, string>> = { postgres: STARTUP, rabbitmq: 'AMQP\0\0\u0009\u0001', mongo: HELLO, redis: 'PING\r\n' };
    for (const [name, port] of Object.entries(ports)) expect([name, await inClear(port, greetings[name] ?? 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n')]).toEqual([name, 'refused']);
  });

  it('a server that another authority vouches for is not believed', async () => {
    for (const [name, port] of Object.entries(ports)) expect([name, await handshake(name, port, { ca: tls.rootCertificates[0] })]).toEqual([name, 'refused']);
  });
});

/** A client of PostgreSQL that does not ask for TLS: version 3.0, user observatory. */
const STARTUP = ((): string => {
  const parameters = 'user\0observatory\0database\0observatory\0\0';
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + parameters.length, 0);
  head.writeInt32BE(196_608, 4);
  return head.toString('latin1') + parameters;
})();

/** `{ hello: 1, $db: 'admin' }` as a driver of MongoDB sends it. */
const HELLO = ((): string => {
  const number = (value: number): string => String.fromCharCode(value & 0xff, (value >> 8) & 0xff, 0, 0);
  const fields = `\u0010hello\0${number(1)}\u0002$db\0${number(6)}admin\0\0`;
  const body = `${number(0)}\0${number(fields.length + 4)}${fields}`;
  return `${number(body.length + 16)}${number(1)}${number(0)}${number(2_013)}${body}`;
})();

async function captureLoopback(file: string, ports: readonly number[]): Promise<ChildProcess> {
  await installTools(['tcpdump'], (line) => process.stderr.write(`${line}\n`));
  const child = spawn(requireTool('tcpdump'), ['-i', 'lo', '-s', '0', '-U', '-Z', 'root', '-w', file, ports.map((port) => `port ${port}`).join(' or ')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await eventually(() => expect(said).toContain('listening on lo'), { timeoutMs: 15_000, message: 'tcpdump captures, which takes the rights of root' });
  return child;
}

/** The version that was agreed on, or `refused`. PostgreSQL wants to be asked for TLS first. */
async function handshake(name: string, port: number, options: tls.ConnectionOptions): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    if (name === 'postgres') {
      socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
      const [answer] = (await once(socket, 'data')) as [Buffer];
      if (answer.toString() !== 'S') return 'refused';
    }
    const secure = tls.connect({ socket, host: '127.0.0.1', ...options });
    await once(secure, 'secureConnect');
    return secure.getProtocol() ?? 'refused';
  } catch {
    return 'refused';
  } finally {
    socket.destroy();
  }
}

/** `refused` when the peer closes, or says that it wants TLS; otherwise what it said. */
async function inClear(port: number, greeting: string): Promise<string> {
  const socket: Socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  socket.write(Buffer.from(greeting, 'latin1'));
  await new Promise((resolve) => socket.once('close', resolve));
  // An alert of TLS, an error of PostgreSQL, or nothing at all.
  return said === '' || said.startsWith('\u0015\u0003') || (said.startsWith('E') && said.includes('no pg_hba.conf entry')) ? 'refused' : said;
}
