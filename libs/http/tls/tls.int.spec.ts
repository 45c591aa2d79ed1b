import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { Controller, Get, Module } from '@nestjs/common';
import { loadEnv, serviceVariables } from '#config';
import { createLogger } from '#observability';
import { Authority, eventually, type Issued, writePem } from '#testing';
import { createService, Public, type Service } from '..';

@Controller('v1')
class FactController {
  @Public()
  @Get('fact')
  readFact(): unknown { return { a: 1 }; }
}

@Module({ controllers: [FactController] })
class FactModule {}

describe('a service that listens with TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'));
  const file = (name: string): string => join(folder, name);
  const authority = Authority.make('spec');
  const stranger = Authority.make('stranger');
  const lines: string[] = [];
  const services: Service[] = [];
  const before = tls.DEFAULT_MIN_VERSION;

  const put = ({ cert, key }: Issued): void => {
    writePem(file('cert.pem'), cert, 0o644);
    writePem(file('key.pem'), key, 0o600);
  };
  async function start(more: Record<string, string> = {}): Promise<Service> {
    const env = loadEnv(serviceVariables({ httpPort: 0 }), { HTTP_PORT: '0', HTTP_TLS_CERT_FILE: file('cert.pem'), HTTP_TLS_KEY_FILE: file('key.pem'), ...more });
    const service = await createService({ module: FactModule, service: 'gateway', version: '1.2.3', env, logger: createLogger({ service: 'gateway', instanceId: 'spec', level: 'info', destination: { write: (line) => void lines.push(line) } }) });
    services.push(service);
    await service.listen();
    return service;
  }
  const ask = (service: Service, options: RequestOptions = {}) =>
    new Promise<{ status: number | undefined; protocol: string | null; serial: string; hsts: string | undefined }>((resolve, reject) => {
      const request = httpsRequest(`${service.url()}/v1/fact`, { ca: authority.cert, agent: false, ...options }, (response) => {
        const socket = response.socket as tls.TLSSocket;
        response.resume();
        resolve({ status: response.statusCode, protocol: socket.getProtocol(), serial: socket.getPeerCertificate().serialNumber, hsts: response.headers['strict-transport-security'] });
      });
      request.on('error', reject).end();
    });

  beforeAll(() => {
    put(authority.issue('first'));
    writePem(file('ca.pem'), authority.cert, 0o644);
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop()));
    tls.DEFAULT_MIN_VERSION = before;
    rmSync(folder, { recursive: true });
  });

  it('speaks 1.3 and nothing else, and has browsers stay with it', async () => {
    const service = await start();
    expect(service.url()).toMatch(/^https:/);
    expect(await ask(service)).toMatchObject({ status: 200, protocol: 'TLSv1.3', hsts: 'max-age=31536000; includeSubDomains' });
    for (const version of ['TLSv1', 'TLSv1.1', 'TLSv1.2'] as const) await expect(ask(service, { minVersion: version, maxVersion: version })).rejects.toThrow(/alert protocol version|no protocols available|unsupported protocol/i);
    await expect(ask(service, { ca: stranger.cert })).rejects.toThrow(/self.signed|unable to/i);
    await expect(fetch(service.url().replace('https', 'http'))).rejects.toThrow();
  });

  it('shows another certificate as soon as its files have changed, and keeps the one it has while they do not fit together', async () => {
    const service = await start();
    const first = (await ask(service)).serial;
    const next = authority.issue('second');
    writePem(file('cert.pem'), next.cert, 0o644);
    await eventually(() => expect(lines.join('')).toContain('the new certificate cannot be used'), { timeoutMs: 15_000 });
    expect((await ask(service)).serial).toBe(first);
    writePem(file('key.pem'), next.key, 0o600);
    await eventually(async () => expect((await ask(service)).serial).not.toBe(first), { timeoutMs: 15_000 });
  }, 40_000);

  it('asks its clients for a certificate where it has to', async () => {
    const service = await start({ HTTP_TLS_CLIENT_CA_FILE: file('ca.pem') });
    await expect(ask(service)).rejects.toThrow();
    await expect(ask(service, stranger.issue('stranger'))).rejects.toThrow();
    expect(await ask(service, authority.issue('client'))).toMatchObject({ status: 200 });
  });

  it.each([
    [{ HTTP_TLS_KEY_FILE: '' }, 'HTTP_TLS_KEY_FILE: is missing'],
    [{ HTTP_TLS_CERT_FILE: '/nowhere.pem' }, 'HTTP_TLS_CERT_FILE: cannot be read'],
    [{ HTTP_TLS_KEY_FILE: file('ca.pem') }, 'HTTP_TLS_KEY_FILE: does not fit'],
    [{ TLS_CA_FILE: '/nowhere.pem' }, 'TLS_CA_FILE: cannot be read'],
    [{ TLS_CLIENT_CERT_FILE: file('cert.pem') }, 'TLS_CLIENT_KEY_FILE: is missing'],
  ])('%j is refused at boot', async (variables, why) => {
    await expect(start(variables)).rejects.toThrow(why);
  });
});
