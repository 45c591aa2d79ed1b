import type { FastifyRequest } from 'fastify';
import type { LoginRequest, SessionResponse } from '#contracts';
import type { SessionStore, SessionUser, UserStore } from '#event-log';
import { ApiError, type AuditTrail, type SecurityEvents } from '#http';
import { decideRefresh, isRefreshToken, PasswordHasher, PLATFORM_TENANT, type Principal } from '#identity';
import type { LoginGate } from './login-throttle';
import { principalResponse } from './principal-response';
import type { SessionTokens } from './session-tokens';

export interface SignInParts {
  readonly users: Pick<UserStore, 'withPassword'>;
  readonly sessions: SessionStore;
  readonly tokens: SessionTokens;
  readonly hasher: PasswordHasher;
  readonly gate: LoginGate;
  readonly security: Pick<SecurityEvents, 'record'>;
  readonly trail: Pick<AuditTrail, 'record'>;
  readonly sessionSeconds: number;
}

/** The answer with its refresh token, wherever that will stand. */
export type OpenSession = Omit<SessionResponse, 'refreshToken'> & { readonly refreshToken: string };

/** Signing in, going on, signing out. */
export class SignIn {
  constructor(private readonly parts: SignInParts) {}

  /** Says the same of an unknown name, a wrong password and a disabled user, and takes as long. @throws ApiError `unauthorized` */
  async login({ tenant = PLATFORM_TENANT, name, password }: LoginRequest, request: FastifyRequest): Promise<OpenSession> {
    const { users, sessions, hasher, gate, security, trail } = this.parts;
    const [tenantId, subject] = [tenant, name.normalize('NFKC').toLowerCase()];
    const account = `${tenantId}/${subject}`;
    await gate.admit(account, request.ip);
    const found = await users.withPassword(tenantId, subject);
    const right = await hasher.verify(password, found?.passwordHash);
    const opened = right && found !== undefined ? await sessions.open(found.user.id, this.parts.sessionSeconds) : undefined;
    if (opened === undefined) {
      security.record({ category: 'authentication_failed', request, tenantId, subject, reason: 'sign-in' });
      throw new ApiError('unauthorized', { detail: 'the name or the password is not right' });
    }
    await gate.succeeded(account, request.ip);
    const session = await this.answer(opened.user, opened.refreshToken);
    trail.record({ action: 'session.signed_in', verdict: 'accepted', principal: principalOfUser(opened.user), subject, resource: opened.user.sessionId, request });
    return session;
  }

  /** A token is good once. One that comes again, later than a lost answer would have it, ends the session: two hold its tokens. @throws ApiError `unauthorized` */
  async refresh(token: string | undefined, request: FastifyRequest): Promise<OpenSession> {
    const { sessions, security } = this.parts;
    const found = token !== undefined && isRefreshToken(token) ? await sessions.find(token) : undefined;
    if (token === undefined || found === undefined) throw new ApiError('unauthorized', { detail: token === undefined ? 'there is no refresh token' : 'the refresh token is unknown' });
    const { user, successor } = found;
    switch (decideRefresh(found, Date.now())) {
      case 'over':
        throw new ApiError('unauthorized', { detail: 'the session has ended: sign in again' });
      case 'reused':
        await sessions.revoke(user.sessionId, 'a refresh token was used twice');
        security.record({ category: 'key_revoked', request, principal: principalOfUser(user), resource: user.sessionId, reason: 'a refresh token was used twice; the session is revoked' });
        throw new ApiError('unauthorized', { detail: 'the refresh token was used before; the session has been ended' });
      case 'rotate':
        await sessions.rotate(token, successor);
        return this.answer(user, successor);
      case 'repeat':
        return this.answer(user, successor);
    }
  }

  /** Ends the session of a refresh token, or that of the caller. Of what is no session nothing is said. */
  async logout(token: string | undefined, caller: Principal | null, request: FastifyRequest): Promise<void> {
    const { sessions, trail } = this.parts;
    const user = token !== undefined && isRefreshToken(token) ? (await sessions.find(token))?.user : undefined;
    const sessionId = user?.sessionId ?? caller?.sessionId;
    if (sessionId === undefined) return;
    await sessions.revoke(sessionId, 'signed out');
    trail.record({ action: 'session.signed_out', verdict: 'accepted', principal: user === undefined ? caller : principalOfUser(user), resource: sessionId, request });
  }

  private async answer(user: SessionUser, refreshToken: string): Promise<OpenSession> {
    const { text, principal, expiresAtMs } = await this.parts.tokens.sign(user);
    return { accessToken: text, expiresAt: new Date(expiresAtMs).toISOString(), refreshToken, sessionEndsAt: new Date(user.endsAtMs).toISOString(), principal: principalResponse(principal) };
  }
}

function principalOfUser({ userId, name, tenantId }: SessionUser): Pick<Principal, 'kind' | 'id' | 'name' | 'tenantId'> {
  return { kind: 'token', id: userId, name, tenantId };
}
