import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type GenerateKeyPairResult, type JWK, SignJWT } from 'jose';
import { newApiKey, OWN_AUDIENCE, OWN_ISSUER, PLATFORM_TENANT } from '#identity';

/** Says of each key what the gateway would. */
export class KeyDesk {
  readonly keys = new Map<string, object>();
  private readonly server: Server;
  asked = 0;
  private readonly jwks: JWK[] = [];
  private signing: GenerateKeyPairResult | undefined;

  constructor() {
    this.server = createServer((request, answer) => {
      this.asked += 1;
      const found = this.keys.get(request.headers.authorization?.slice('Bearer '.length) ?? '');
      if (request.url === '/.well-known/jwks.json') return void answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: this.jwks }));
      answer.writeHead(request.url === '/v1/me' && found !== undefined ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? {}));
    });
  }

  /** A token of a sign-in; `known` says whether its session holds. */
  async tokenOf(role: string, { known = true, kid = 'k1', audience = OWN_AUDIENCE } = {}): Promise<string> {
    this.signing ??= await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    if (this.jwks.length === 0) this.jwks.push({ ...(await exportJWK(this.signing.publicKey)), kid: 'k1', alg: 'EdDSA', use: 'sig' });
    const token = await new SignJWT({ tenant: PLATFORM_TENANT, roles: [role], sid: 's1', name: 'ada' }).setProtectedHeader({ alg: 'EdDSA', kid })
      .setIssuer(OWN_ISSUER).setAudience(audience).setSubject('u1').setIssuedAt().setExpirationTime('5m').sign(this.signing.privateKey);
    if (known) this.keys.set(token, { kind: 'token', id: 'u1', name: 'ada', tenantId: PLATFORM_TENANT, roles: [role], permissions: [] });
    return token;
  }

  keyOf(tenantId: string, role: string, kind = 'api_key'): string {
    const { id, key } = newApiKey();
    this.keys.set(key, { kind, id, name: role, tenantId, roles: [role], permissions: [] });
    return key;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
