import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { exportJWK, type JWTPayload, SignJWT } from 'jose';

/** What is shown in place of a credential: one value for each Authorization header. */
export interface BadCredential {
  readonly name: string;
  readonly headers: readonly string[];
}

/** An issuer of tokens whose keys a service is told, and everything that is wrong with what others sign. */
export class TokenIssuer {
  readonly issuer = 'https://login.example.org';
  readonly audience = 'observatory-of-the-spec';
  private readonly ed = generateKeyPairSync('ed25519');
  private readonly rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

  /** For AUTH_JWKS_FILE. */
  async jwks(): Promise<string> {
    const jwk = async (key: KeyObject, kid: string, alg: string) => ({ ...(await exportJWK(key)), kid, alg, use: 'sig' });
    return JSON.stringify({ keys: [await jwk(this.ed.publicKey, 'ed', 'EdDSA'), await jwk(this.rsa.publicKey, 'rsa', 'RS256')] });
  }

  /** A good token where nothing is said otherwise. */
  sign(claims: JWTPayload = {}, key: KeyObject = this.ed.privateKey, header: { alg: string; kid?: string } = { alg: 'EdDSA', kid: 'ed' }): Promise<string> {
    return new SignJWT(this.claims(claims)).setProtectedHeader(header).sign(key);
  }

  /** Tokens that nobody may take, each for one reason alone: all else about them is right. */
  async badTokens(): Promise<Readonly<Record<string, string>>> {
    const now = Math.floor(Date.now() / 1_000);
    const stranger = generateKeyPairSync('ed25519').privateKey;
    const good = await this.sign();
    const [header = '', payload = '', signature = ''] = good.split('.');
    const altered = part(this.claims({ tenant: 'somebody-else' }));
    return {
      'a token that has expired': await this.sign({ iat: now - 900, exp: now - 120 }),
      'a token that is not valid yet': await this.sign({ nbf: now + 300 }),
      'a token that another key signed under a known kid': await this.sign({}, stranger),
      'a token of an unknown kid': await this.sign({}, stranger, { alg: 'EdDSA', kid: 'unknown' }),
      'a token of a known key under the kid of another': await this.sign({}, this.ed.privateKey, { alg: 'EdDSA', kid: 'rsa' }),
      'a token of alg none': `${part({ alg: 'none' })}.${payload}.`,
      'a token of alg none that keeps a signature': `${part({ alg: 'nOnE', kid: 'ed' })}.${payload}.${signature}`,
      'a token of HS256 with the public key in PEM as its secret': this.confused('rsa', this.rsa.publicKey.export({ type: 'spki', format: 'pem' })),
      'a token of HS256 with the public key in DER as its secret': this.confused('ed', this.ed.publicKey.export({ type: 'spki', format: 'der' })),
      'a token for another audience': await this.sign({ aud: 'shop' }),
      'a token of another issuer': await this.sign({ iss: 'https://elsewhere.example.org' }),
      'a token that says it is a sign-in of the platform': await this.sign({ iss: 'job-observatory', aud: 'job-observatory', sid: 's' }),
      'a token with another tenant put in': `${header}.${altered}.${signature}`,
      'a token without a tenant': await this.sign({ tenant: undefined }),
      'a token with an unknown role': await this.sign({ roles: ['admin', 'root'] }),
      'a token that lives for a month': await this.sign({ exp: now + 30 * 86_400 }),
      'a token whose signature was cut off': `${header}.${payload}`,
      'a token that was cut short': good.slice(0, -8),
      'a token of 10 kB': await this.sign({ filler: 'x'.repeat(7_600) }),
    };
  }

  private confused(kid: string, secret: string | Buffer): string {
    const text = `${part({ alg: 'HS256', kid })}.${part(this.claims({}))}`;
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  }

  private claims(claims: JWTPayload): JWTPayload {
    const now = Math.floor(Date.now() / 1_000);
    return { iss: this.issuer, aud: this.audience, sub: 'ann', tenant: 'default', roles: ['admin'], iat: now - 1, exp: now + 300, ...claims };
  }
}

/**
 * Everything that is no credential.
 *
 * @param key a good API key
 * @param tokens by name, see `TokenIssuer.badTokens`
 */
export function badCredentials(key: string, tokens: Readonly<Record<string, string>>): BadCredential[] {
  const one = (name: string, header: string): BadCredential => ({ name, headers: [header] });
  return [
    { name: 'nothing', headers: [] },
    one('an empty header', ''),
    one('a scheme alone', 'Bearer'),
    one('another scheme', `Basic ${Buffer.from(`admin:${key}`).toString('base64')}`),
    one('a key without a scheme', key),
    one('a key as a ticket', `Ticket ${key}`),
    one('a key behind a tabulator', `Bearer\t${key}`),
    one('a key that was cut short', `Bearer ${key.slice(0, -1)}`),
    one('a key with something behind it', `Bearer ${key}x`),
    one('a known id with another secret', `Bearer ${key.slice(0, -43)}${'A'.repeat(43)}`),
    one('a key of another environment', `Bearer ${key.replace(/^jo_[a-z]+_/, 'jo_prod_')}`),
    one('a key of another installation', `Bearer jo_dev_0123456789abcdef_${'b'.repeat(43)}`),
    one('10 kB', `Bearer ${'a'.repeat(10_000)}`),
    one('bytes that are no text', `Bearer ${Buffer.from(Array.from({ length: 96 }, (_, i) => 160 + i)).toString('latin1')}`),
    one('two credentials in one header', `Bearer ${key}, Bearer ${key}`),
    { name: 'two headers, the good one first', headers: [`Bearer ${key}`, 'Bearer other'] },
    { name: 'two headers, the good one last', headers: ['Bearer other', `Bearer ${key}`] },
    ...Object.entries(tokens).map(([name, token]) => one(name, `Bearer ${token}`)),
  ];
}

export interface BareAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** Asks with exactly these headers, which `fetch` would not do. Leaves once it has the head of the answer where that is no refusal: a stream would go on. */
export function askWith({ headers }: BadCredential, method: string, url: string): Promise<BareAnswer> {
  return new Promise((resolve, reject) => {
    const asking = httpRequest(url, { method, agent, headers: ['Host', new URL(url).host, 'Content-Length', '0', ...headers.flatMap((value) => ['Authorization', value])] }, (answer) => {
      const { statusCode = 0 } = answer;
      if (statusCode < 400) asking.destroy();
      else answer.resume();
      resolve({ status: statusCode, headers: answer.headers });
    });
    asking.on('error', reject).end();
  });
}

/** The documented routes that do not refuse each of these with 401 or 403: `GET /health`. Of a service whose paths have no parameters. */
export async function routesOpenTo(credentials: readonly BadCredential[], { paths }: { readonly paths: Readonly<Record<string, object>> }, url: string): Promise<string[]> {
  const open = new Set<string>();
  const routes = Object.entries(paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => [method.toUpperCase(), path] as const));
  for (const credential of credentials) {
    for (const [method, path] of routes) {
      const { status } = await askWith(credential, method, `${url}${path}`);
      if (status !== 401 && status !== 403) open.add(`${method} ${path}`);
    }
  }
  return [...open].sort();
}

/** Closes what `askWith` has kept open. */
export function stopAsking(): void {
  agent.destroy();
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
