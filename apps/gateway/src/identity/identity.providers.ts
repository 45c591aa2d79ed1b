import type { Provider, Type } from '@nestjs/common';
import { AuditTrail, SecurityEvents } from '#http';
import { PasswordHasher } from '#identity';
import type { GatewayEnv } from '../gateway.env';
import { LoginThrottle } from '../rate-limits/login-throttle';
import { GatewayStore } from '../store/gateway-store';
import { ApiKeys } from './api-keys';
import { AuthController } from './auth.controller';
import { IdentityController } from './identity.controller';
import { LOGIN_GATE, type LoginGate } from './login-throttle';
import { MembersController } from './members.controller';
import { Members } from './members';
import { OwnPassword } from './own-password';
import { OwnPasswordController } from './own-password.controller';
import { ACCESS_TOKEN_SECONDS, SessionTokens } from './session-tokens';
import { SignIn } from './sign-in';
import { TokenKeys } from './token-keys';
import { Users } from './users';
import { UsersController } from './users.controller';

/** Everybody who verifies tokens fetches a key that it does not know; this is more than they may wait for the next fetch. */
const KEY_AHEAD_MS = 60_000;
const DAY_MS = 86_400_000;
/** Beyond the life of a token, by how much clocks may differ. */
const CLOCK_SKEW_MS = 60_000;

export const IDENTITY_CONTROLLERS: readonly Type[] = [IdentityController, AuthController, UsersController, MembersController, OwnPasswordController];

export function identityProviders(env: GatewayEnv): Provider[] {
  const rules = { periodMs: env.GATEWAY_TOKEN_KEY_DAYS * DAY_MS, aheadMs: KEY_AHEAD_MS, tokenLifeMs: ACCESS_TOKEN_SECONDS * 1_000 + CLOCK_SKEW_MS };
  return [
    PasswordHasher,
    { provide: ApiKeys, useFactory: (store: GatewayStore) => new ApiKeys(store.apiKeys), inject: [GatewayStore] },
    { provide: Users, useFactory: (store: GatewayStore, hasher: PasswordHasher) => new Users(store.users, hasher), inject: [GatewayStore, PasswordHasher] },
    { provide: Members, useFactory: (store: GatewayStore) => new Members(store.members), inject: [GatewayStore] },
    { provide: TokenKeys, useFactory: (store: GatewayStore) => new TokenKeys({ store: store.signingKeys, secret: env.GATEWAY_TOKEN_SECRET, rules }), inject: [GatewayStore] },
    { provide: SessionTokens, useFactory: (keys: TokenKeys, store: GatewayStore) => new SessionTokens(keys, store.sessions), inject: [TokenKeys, GatewayStore] },
    { provide: LOGIN_GATE, useExisting: LoginThrottle },
    {
      provide: OwnPassword,
      useFactory: (store: GatewayStore, hasher: PasswordHasher, gate: LoginGate, security: SecurityEvents) => new OwnPassword({ users: store.users, hasher, gate, security }),
      inject: [GatewayStore, PasswordHasher, LOGIN_GATE, SecurityEvents],
    },
    {
      provide: SignIn,
      useFactory: (store: GatewayStore, tokens: SessionTokens, hasher: PasswordHasher, gate: LoginGate, security: SecurityEvents, trail: AuditTrail) =>
        new SignIn({ users: store.users, sessions: store.sessions, members: store.members, tokens, hasher, gate, security, trail, sessionSeconds: env.GATEWAY_SESSION_HOURS * 3_600 }),
      inject: [GatewayStore, SessionTokens, PasswordHasher, LOGIN_GATE, SecurityEvents, AuditTrail],
    },
  ];
}
