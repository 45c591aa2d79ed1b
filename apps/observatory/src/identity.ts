import { request } from 'undici';
import type { PrincipalResponse } from '#contracts';
import { ApiError } from '#http';
import { OWN_AUDIENCE, OWN_ISSUER, principalOf, TokenVerifier, type Verified } from '#identity';

const WITHIN_MS = 2_000;

/**
 * Whose a token of a sign-in is. The signature is checked here, with the keys that the gateway publishes: what nobody signed costs the gateway nothing. Whether
 * its session still holds, the gateway says.
 */
export function verifySessionsAt(gatewayUrl: string): (token: string) => Promise<Verified> {
  const verifier = new TokenVerifier({ issuer: OWN_ISSUER, audience: OWN_AUDIENCE, keys: { url: new URL('/.well-known/jwks.json', gatewayUrl).href } });
  const atGateway = verifyAtGateway(gatewayUrl);
  return async (token) => {
    const signed = await verifier.verify(token);
    return signed.kind === 'refused' ? signed : atGateway(token);
  };
}

/**
 * Whose an API key or a token is, as the gateway says: it owns the keys, and this service reads no store but the read models. The key itself is the credential of the
 * question, so no secret is shared between the two services. Asked once in some seconds for each key in use, never for each request.
 */
export function verifyAtGateway(gatewayUrl: string): (credential: string) => Promise<Verified> {
  const me = new URL('/v1/me', gatewayUrl);
  return async (credential) => {
    let answer: { readonly statusCode: number; readonly body: { json(): Promise<unknown>; dump(): Promise<void> } };
    try {
      answer = await request(me, { headers: { authorization: `Bearer ${credential}` }, headersTimeout: WITHIN_MS, bodyTimeout: WITHIN_MS });
    } catch (error) {
      throw new ApiError('gateway_unavailable', { detail: 'the gateway, which knows the keys, does not answer', cause: error });
    }
    if (answer.statusCode === 200) {
      const { kind, id, name, tenantId, roles, expiresAt } = (await answer.body.json()) as PrincipalResponse;
      // A gateway that takes everybody for anybody is no authority on who somebody is.
      if (kind !== 'api_key' && kind !== 'token') throw new ApiError('gateway_unavailable', { detail: 'the gateway does not ask who somebody is: its AUTH_MODE is off' });
      return { kind: 'principal', principal: principalOf({ kind, id, name, tenantId, roles, ...(expiresAt === undefined ? {} : { expiresAtMs: Date.parse(expiresAt) }) }) };
    }
    await answer.body.dump();
    if (answer.statusCode === 401 || answer.statusCode === 403) return { kind: 'refused', why: 'the API key or the session is unknown, revoked or expired' };
    throw new ApiError('gateway_unavailable', { detail: `the gateway, which knows the keys, answered ${answer.statusCode}` });
  };
}
