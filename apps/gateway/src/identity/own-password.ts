import type { FastifyRequest } from 'fastify';
import type { ChangePasswordRequest } from '#contracts';
import type { UserStore } from '#event-log';
import { ApiError, type SecurityEvents } from '#http';
import type { PasswordHasher, Principal } from '#identity';
import type { LoginGate } from './login-throttle';

export interface OwnPasswordParts {
  readonly users: Pick<UserStore, 'passwordOf' | 'changePassword'>;
  readonly hasher: PasswordHasher;
  readonly gate: LoginGate;
  readonly security: Pick<SecurityEvents, 'record'>;
}

/** People change their own password. Who only holds an access token of theirs must not: the password so far is asked for, and guessed no faster than at a sign-in. */
export class OwnPassword {
  constructor(private readonly parts: OwnPasswordParts) {}

  /** Every other session of the user ends. @throws ApiError `forbidden` for who has no password here, or gives a wrong one; `rate_limited` */
  async change(caller: Principal, { currentPassword, newPassword }: ChangePasswordRequest, request: FastifyRequest): Promise<void> {
    const { users, hasher, gate, security } = this.parts;
    if (caller.sessionId === undefined) throw new ApiError('forbidden', { detail: 'only who has signed in with a password can change it' });
    const account = `user ${caller.id}`;
    await gate.admit(account, request.ip);
    if (!(await hasher.verify(currentPassword, await users.passwordOf(caller.id)))) {
      security.record({ category: 'authentication_failed', request, principal: caller, subject: caller.name, reason: 'change of the password' });
      throw new ApiError('forbidden', { detail: 'the password so far is not right' });
    }
    await gate.succeeded(account, request.ip);
    await users.changePassword(caller.id, await hasher.hash(newPassword), caller.sessionId);
  }
}
