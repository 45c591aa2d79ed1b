import type { FastifyRequest } from 'fastify';
import { ApiError } from '#http';

/*
 * For consoles in browsers the refresh token is a cookie that no script can read, and that no page of another site makes a browser send. `__Host-` ties it to
 * this very host over TLS; browsers take loopback for as good as TLS, so that it works there over http too. Beside SameSite stand a header that a form or a
 * link cannot send, and the browser's own word where the page comes from.
 */

const COOKIE = '__Host-jo_refresh';
/** A page of another origin can only send it once CORS has allowed it. */
export const CONSOLE_HEADER = 'x-observatory-console';

/** Whether a console asks, which keeps its refresh token in the cookie. @throws ApiError `foreign_origin` for a page of another origin */
export function isConsole({ headers }: FastifyRequest): boolean {
  if (headers[CONSOLE_HEADER] === undefined) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') throw new ApiError('foreign_origin', { detail: 'the page that asks for a session is not of this origin' });
  return true;
}

export function refreshTokenIn({ headers }: FastifyRequest): string | undefined {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === COOKIE && value !== undefined && value !== '') return value;
  }
  return undefined;
}

export function sessionCookie(token: string, endsAt: string, nowMs = Date.now()): string {
  return `${COOKIE}=${token}; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=${Math.max(0, Math.floor((Date.parse(endsAt) - nowMs) / 1_000))}`;
}

export const NO_COOKIE = `${COOKIE}=; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=0`;
