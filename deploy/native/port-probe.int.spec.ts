import { createServer, type Server, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { PortTaken, startStack, stackFolder, stopStack } from './index';
import { portOwner } from './port-probe';

/** A port that somebody else holds: the commonest reason why a first start fails, so the message must say all. */
describe('a port that is taken', () => {
  let stranger: Server;
  let port: number;

  beforeAll(async () => {
    stranger = createServer().listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    port = (stranger.address() as AddressInfo).port;
  });

  afterAll(async () => {
    stranger.close();
    delete process.env['CLASH_REDIS_PORT'];
    await stopStack('clash', { say: () => undefined });
    rmSync(stackFolder('clash'), { recursive: true, force: true });
  });

  it('is refused with the port, the process that holds it and the variable that chooses another', async () => {
    process.env['CLASH_REDIS_PORT'] = String(port);
    const failure = await startStack('clash', { servers: ['redis'], say: () => undefined }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PortTaken);
    expect((failure as PortTaken).message).toBe(
      `port ${port}, wanted for redis of stack "clash", is taken by ${portOwner(port)}; stop that process or choose another port with CLASH_REDIS_PORT=<port>`,
    );
    expect(portOwner(port)).toContain(`process ${process.pid}`);
  });

  it('does not stop a stack that may move aside', async () => {
    delete process.env['CLASH_REDIS_PORT'];
    const offset = port - 16_379;
    const urls = await startStack('clash', { servers: ['redis'], portOffset: offset, shiftPorts: true, say: () => undefined });
    expect(urls.redis).not.toBe(`redis://127.0.0.1:${port}`);
  });
});
