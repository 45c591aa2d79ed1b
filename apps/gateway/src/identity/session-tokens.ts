import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { SessionStore, SessionUser } from '#event-log';
import { OWN_AUDIENCE, OWN_ISSUER, type Principal, principalOf, TokenVerifier, type Verified } from '#identity';
import type { TokenKeys } from './token-keys';

export const ACCESS_TOKEN_SECONDS = 15 * 60;

export interface AccessToken {
  readonly text: string;
  readonly principal: Principal;
  readonly expiresAtMs: number;
}

/** Access tokens of sessions, each good in one of the tenants that its user is of: signed here, and looked at here against the sessions in the store, so that a revoked one is refused before its tokens end. */
export class SessionTokens {
  private readonly verifier: TokenVerifier;

  constructor(
    private readonly keys: TokenKeys,
    private readonly sessions: Pick<SessionStore, 'holds'>,
    private readonly now: () => number = Date.now,
  ) {
    this.verifier = new TokenVerifier({ issuer: OWN_ISSUER, audience: OWN_AUDIENCE, keys: { find: keys.find }, now });
  }

  async sign({ sessionId, userId, tenantId, name, roles }: SessionUser): Promise<AccessToken> {
    const { kid, key } = await this.keys.signing();
    const issuedAt = Math.floor(this.now() / 1_000);
    const expiresAt = issuedAt + ACCESS_TOKEN_SECONDS;
    const text = await new SignJWT({ tenant: tenantId, roles: [...roles], name, sid: sessionId })
      .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'JWT' })
      .setIssuer(OWN_ISSUER).setAudience(OWN_AUDIENCE).setSubject(userId).setJti(randomUUID()).setIssuedAt(issuedAt).setExpirationTime(expiresAt)
      .sign(key);
    const principal = principalOf({ kind: 'token', id: userId, name, tenantId, roles, sessionId, expiresAtMs: expiresAt * 1_000 });
    return { text, principal, expiresAtMs: expiresAt * 1_000 };
  }

  /** For the gatekeeper. The roles are those that the user has now. @throws the store's errors */
  async verify(token: string): Promise<Verified> {
    const verified = await this.verifier.verify(token);
    if (verified.kind === 'refused') return verified;
    const { sessionId, tenantId: of, expiresAtMs } = verified.principal;
    const user = sessionId === undefined ? undefined : await this.sessions.holds(sessionId, of);
    if (user === undefined || user.userId !== verified.principal.id) return { kind: 'refused', why: 'the session of the token has ended' };
    const { userId, name, tenantId, roles } = user;
    return { kind: 'principal', principal: principalOf({ kind: 'token', id: userId, name, tenantId, roles, sessionId, expiresAtMs }) };
  }
}
