import { request } from 'undici';
import type { PrincipalResponse } from '#contracts';
import { ApiError } from '#http';
import { parseApiKey, principalOf, type Verified } from '#identity';

const WITHIN_MS = 2_000;

/**
 * Whose an API key is, as the gateway says: it owns the keys, and this service reads no store but the read models. The key itself is the credential of the
 * question, so no secret is shared between the two services. Asked once in some seconds for each key in use, never for each request.
 */
export function verifyAtGateway(gatewayUrl: string): (key: string) => Promise<Verified> {
  const me = new URL('/v1/me', gatewayUrl);
  return async (key) => {
    if (parseApiKey(key) === undefined) return { kind: 'refused', why: 'this is no API key' };
    let answer: { readonly statusCode: number; readonly body: { json(): Promise<unknown>; dump(): Promise<void> } };
    try {
      answer = await request(me, { headers: { authorization: `Bearer ${key}` }, headersTimeout: WITHIN_MS, bodyTimeout: WITHIN_MS });
    } catch (error) {
      throw new ApiError('gateway_unavailable', { detail: 'the gateway, which knows the keys, does not answer', cause: error });
    }
    if (answer.statusCode === 200) {
      const { kind, id, name, tenantId, roles, expiresAt } = (await answer.body.json()) as PrincipalResponse;
      // A gateway that takes everybody for anybody is no authority on who somebody is.
      if (kind !== 'api_key') throw new ApiError('gateway_unavailable', { detail: 'the gateway does not ask who somebody is: its AUTH_MODE is off' });
      return { kind: 'principal', principal: principalOf({ kind, id, name, tenantId, roles, ...(expiresAt === undefined ? {} : { expiresAtMs: Date.parse(expiresAt) }) }) };
    }
    await answer.body.dump();
    if (answer.statusCode === 401 || answer.statusCode === 403) return { kind: 'refused', why: 'the API key is unknown, revoked or expired' };
    throw new ApiError('gateway_unavailable', { detail: `the gateway, which knows the keys, answered ${answer.statusCode}` });
  };
}
