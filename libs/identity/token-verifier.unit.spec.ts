import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { exportJWK, type JWTPayload, SignJWT } from 'jose';
import { Gatekeeper, TokenVerifier } from './index';

const NOW = 1_800_000_000;
const ISSUER = 'https://login.example.org';
const AUDIENCE = 'job-observatory';
const GOOD = { iss: ISSUER, aud: AUDIENCE, sub: 'ann', tenant: 'acme', roles: ['viewer'], iat: NOW, exp: NOW + 900 };

describe('JSON Web Tokens', () => {
  const ed = generateKeyPairSync('ed25519');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('ed25519');
  let verifier: TokenVerifier;
  const jwk = async (key: KeyObject, kid: string, alg: string) => ({ ...(await exportJWK(key)), kid, alg, use: 'sig' });
  const sign = (payload: JWTPayload, key: KeyObject = ed.privateKey, header = { alg: 'EdDSA', kid: 'ed' }): Promise<string> => new SignJWT(payload).setProtectedHeader(header).sign(key);
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  beforeAll(async () => {
    verifier = new TokenVerifier({ issuer: ISSUER, audience: AUDIENCE, now: () => NOW * 1_000, keys: { set: { keys: [await jwk(ed.publicKey, 'ed', 'EdDSA'), await jwk(rsa.publicKey, 'rsa', 'RS256')] } } });
  });

  it.each([
    ['EdDSA', 'ed', () => ed.privateKey],
    ['RS256', 'rsa', () => rsa.privateKey],
  ])('takes %s', async (alg, kid, key) => {
    const verified = await verifier.verify(await sign(GOOD, key(), { alg, kid }));
    expect(verified).toMatchObject({ kind: 'principal', principal: { kind: 'token', id: 'ann', tenantId: 'acme', roles: ['viewer'], expiresAtMs: (NOW + 930) * 1_000 } });
  });

  it('bounds how far clocks may be apart', async () => {
    expect((await verifier.verify(await sign({ ...GOOD, exp: NOW - 29 }))).kind).toBe('principal');
    expect((await verifier.verify(await sign({ ...GOOD, exp: NOW - 31 }))).kind).toBe('refused');
    expect((await verifier.verify(await sign({ ...GOOD, nbf: NOW + 31 }))).kind).toBe('refused');
  });

  it.each<[string, JWTPayload]>([
    ['of another issuer', { ...GOOD, iss: 'https://elsewhere.example.org' }],
    ['for another audience', { ...GOOD, aud: 'shop' }],
    ['without an end', { ...GOOD, exp: undefined }],
    ['without an audience', { ...GOOD, aud: undefined }],
    ['without a tenant', { ...GOOD, tenant: undefined }],
    ['whose tenant is no name', { ...GOOD, tenant: '../other' }],
    ['without a subject', { ...GOOD, sub: undefined }],
    ['without roles', { ...GOOD, roles: undefined }],
    ['with a role that nobody knows', { ...GOOD, roles: ['viewer', 'root'] }],
    ['that lives for a month', { ...GOOD, exp: NOW + 30 * 86_400 }],
  ])('refuses one %s', async (_case, payload) => {
    expect((await verifier.verify(await sign(payload))).kind).toBe('refused');
  });

  it('refuses one that nobody signed, another signed, or that was signed with the public key as a secret', async () => {
    const body = part(GOOD);
    const none = `${part({ alg: 'none' })}.${body}.`;
    const confused = `${part({ alg: 'HS256', kid: 'rsa' })}.${body}`;
    const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
    const [header, , signature] = (await sign(GOOD)).split('.');
    const tokens = [
      none,
      `${confused}.${createHmac('sha256', pem).update(confused).digest('base64url')}`,
      await sign(GOOD, stranger.privateKey),
      await sign(GOOD, stranger.privateKey, { alg: 'EdDSA', kid: 'unknown' }),
      `${header}.${part({ ...GOOD, tenant: 'other' })}.${signature}`,
      (await sign(GOOD)).slice(0, -4),
      'a.b.c',
    ];
    for (const token of tokens) expect([token.slice(0, 20), (await verifier.verify(token)).kind]).toEqual([token.slice(0, 20), 'refused']);
  });

  it('refuses at the gate what is no credential at all', async () => {
    const gate = new Gatekeeper({ mode: 'required', tokens: verifier, staticTokens: [{ id: 'scrape', token: 'a-token-for-scrapes', roles: ['monitor'] }], now: () => NOW * 1_000 });
    const identify = (header: string | undefined, raw = ['Authorization', header ?? '']) => gate.identify(header, raw);
    const token = await sign(GOOD);
    expect(await identify(`Bearer ${token}`)).toMatchObject({ kind: 'principal', principal: { id: 'ann' } });
    expect(await identify('Bearer a-token-for-scrapes')).toMatchObject({ kind: 'principal', principal: { id: 'scrape', permissions: new Set(['metrics:read', 'alerts:report', 'identity:read']) } });
    expect(await identify(undefined)).toMatchObject({ kind: 'refused', credential: 'none' });
    for (const header of ['', 'Bearer', 'Basic YTpi', `Bearer ${token} more`, `Bearer ${'a'.repeat(10_000)}`, 'Bearer jo_short', `bearer\t${token}`]) {
      expect([header.slice(0, 20), await identify(header)]).toEqual([header.slice(0, 20), expect.objectContaining({ kind: 'refused', credential: 'bad' })]);
    }
    expect(await identify(`Bearer ${token}`, ['Authorization', `Bearer ${token}`, 'authorization', 'Bearer other'])).toMatchObject({ kind: 'refused' });
  });
});
