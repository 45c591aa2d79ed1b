import type { FastifyRequest } from 'fastify';
import type { LoginRequest, RefreshRequest, SessionResponse } from '#contracts';
import type { MembershipStore, SessionStore, SessionUser, UserStore } from '#event-log';
import { ApiError, type AuditTrail, type SecurityEvents } from '#http';
import { decideRefresh, isRefreshToken, PasswordHasher, PLATFORM_TENANT, type Principal } from '#identity';
import type { LoginGate } from './login-throttle';
import { principalResponse } from './principal-response';
import type { SessionTokens } from './session-tokens';

export interface SignInParts {
  readonly users: Pick<UserStore, 'withPassword'>;
  readonly sessions: SessionStore;
  readonly members: Pick<MembershipStore, 'tenantsOf'>;
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
    const session = await this.answer(opened.user, opened.user, opened.refreshToken);
    trail.record({ action: 'session.signed_in', verdict: 'accepted', principal: principalOfUser(opened.user), subject, resource: opened.user.sessionId, request });
    return session;
  }

  /**
   * A token is good once. One that comes again, later than a lost answer would have it, ends the session: two hold its tokens. The next access token is good in the
   * tenant that is asked for. @throws ApiError `unauthorized`; `forbidden` where the user is not of that tenant, and then the token is not used up
   */
  async refresh({ refreshToken: token, tenant }: RefreshRequest, request: FastifyRequest): Promise<OpenSession> {
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
      case 'repeat': {
        const acting = await this.inTenant(user, tenant, request);
        await sessions.rotate(token, successor);
        return this.answer(user, acting, successor);
      }
    }
  }

  /** The user of a session as a member of another tenant, which is told to that tenant's trail. @throws ApiError `forbidden` */
  private async inTenant(user: SessionUser, tenant: string | undefined, request: FastifyRequest): Promise<SessionUser> {
    if (tenant === undefined || tenant === user.tenantId) return user;
    const { sessions, security, trail } = this.parts;
    const member = await sessions.holds(user.sessionId, tenant);
    if (member === undefined) {
      security.record({ category: 'cross_tenant_attempt', request, principal: principalOfUser(user), resource: tenant, reason: 'no member of the tenant' });
      throw new ApiError('forbidden', { detail: `you are not of the tenant ${tenant}` });
    }
    trail.record({ action: 'session.entered', verdict: 'accepted', principal: principalOfUser(member), resource: user.sessionId, request });
    return member;
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

  private async answer(user: SessionUser, acting: SessionUser, refreshToken: string): Promise<OpenSession> {
    const [{ text, principal, expiresAtMs }, others] = await Promise.all([this.parts.tokens.sign(acting), this.parts.members.tenantsOf(user.userId)]);
    return {
      accessToken: text, expiresAt: new Date(expiresAtMs).toISOString(), refreshToken, sessionEndsAt: new Date(user.endsAtMs).toISOString(),
      principal: principalResponse(principal), tenants: [user.tenantId, ...others],
    };
  }
}

function principalOfUser({ userId, name, tenantId }: SessionUser): Pick<Principal, 'kind' | 'id' | 'name' | 'tenantId'> {
  return { kind: 'token', id: userId, name, tenantId };
}
