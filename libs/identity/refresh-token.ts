import { createHmac, hash, randomBytes } from 'node:crypto';

/*
 * A refresh token is 256 bits that are used once; the store keeps its SHA-256. The next one is derived from it and a secret of the session, so that whoever
 * asks twice with the same token (its answer was lost, two windows asked at once) gets the same next one. Neither the store alone nor a used token alone
 * is enough to derive it.
 */

const SHAPE = /^jr_[A-Za-z0-9_-]{43}$/;

/** How long a used token may be shown once more: for answers that were lost. Later it was stolen, by whoever uses it or from them. */
export const REPEAT_WITHIN_MS = 10_000;

export function newRefreshToken(): string {
  return `jr_${randomBytes(32).toString('base64url')}`;
}

export function isRefreshToken(text: string): boolean {
  return SHAPE.test(text);
}

export function refreshTokenHash(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

export function successorOf(token: string, sessionSecret: Buffer): string {
  return `jr_${createHmac('sha256', sessionSecret).update(token).digest('base64url')}`;
}

/** What the store knows of a refresh token that was shown, and of the session it belongs to. */
export interface ShownToken {
  readonly consumedAtMs?: number;
  /** Whether the token that followed has been used as well. */
  readonly successorConsumed: boolean;
  readonly sessionRevoked: boolean;
  readonly sessionEndsAtMs: number;
  readonly userDisabled: boolean;
}

export type RefreshVerdict = 'rotate' | 'repeat' | 'reused' | 'over';

/** What to do with a token that was shown. `reused`: the whole session is revoked, since two hold its tokens. */
export function decideRefresh(shown: ShownToken, nowMs: number): RefreshVerdict {
  if (shown.sessionRevoked || shown.userDisabled || nowMs >= shown.sessionEndsAtMs) return 'over';
  if (shown.consumedAtMs === undefined) return 'rotate';
  return nowMs - shown.consumedAtMs <= REPEAT_WITHIN_MS && !shown.successorConsumed ? 'repeat' : 'reused';
}
