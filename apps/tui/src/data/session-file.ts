import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A sign-in, as `login` keeps it: readable by its owner only. */
export interface StoredSession {
  readonly gatewayUrl: string;
  readonly name: string;
  readonly tenantId: string;
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly refreshToken: string;
  /** Those that the session can be for, the own one first. */
  readonly tenants?: readonly string[];
}

interface SessionAnswer {
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly refreshToken: string;
  readonly principal: { readonly name: string; readonly tenantId: string };
  readonly tenants?: readonly string[];
}

const AHEAD_MS = 60_000;
const WITHIN_MS = 10_000;

export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
}

/** The session of somebody who has signed in at this terminal. */
export class SessionFile {
  constructor(readonly path: string) {}

  read(): StoredSession | undefined {
    try {
      const stored = JSON.parse(readFileSync(this.path, 'utf8')) as Partial<StoredSession>;
      return typeof stored.accessToken === 'string' && typeof stored.refreshToken === 'string' && typeof stored.gatewayUrl === 'string' ? (stored as StoredSession) : undefined;
    } catch {
      return undefined;
    }
  }

  /** @throws SignInRefused */
  async login(gatewayUrl: string, tenant: string | undefined, name: string, password: string): Promise<StoredSession> {
    const answer = await post(gatewayUrl, 'login', { ...(tenant === undefined ? {} : { tenant }), name, password });
    if (!answer.ok) throw new SignInRefused(await detailOf(answer));
    return this.keep(gatewayUrl, (await answer.json()) as SessionAnswer);
  }

  async logout(): Promise<boolean> {
    const stored = this.read();
    rmSync(this.path, { force: true });
    if (stored === undefined) return false;
    await post(stored.gatewayUrl, 'logout', { refreshToken: stored.refreshToken }).catch(() => undefined);
    return true;
  }

  /** From now on the session is for another tenant of its user. @throws SignInRefused when there is no session, or its user is not of that tenant */
  async enter(tenant: string): Promise<StoredSession> {
    const stored = this.read();
    if (stored === undefined) throw new SignInRefused('nobody is signed in: observatory login');
    const answer = await post(stored.gatewayUrl, 'refresh', { refreshToken: stored.refreshToken, tenant });
    if (!answer.ok) throw new SignInRefused(await detailOf(answer));
    return this.keep(stored.gatewayUrl, (await answer.json()) as SessionAnswer);
  }

  /** Fetches the next access token when this one is about to end. One that cannot be had is no failure here: the request that needs it tells. */
  async renew(nowMs = Date.now()): Promise<void> {
    const stored = this.read();
    if (stored === undefined || nowMs < Date.parse(stored.expiresAt) - AHEAD_MS) return;
    const next = (tenant: string | undefined) => post(stored.gatewayUrl, 'refresh', { refreshToken: stored.refreshToken, ...(tenant === undefined ? {} : { tenant }) }).catch(() => undefined);
    let answer = await next(stored.tenantId === stored.tenants?.[0] ? undefined : stored.tenantId);
    // No member of that tenant any more: home.
    if (answer?.status === 403) answer = await next(undefined);
    if (answer?.ok === true) this.keep(stored.gatewayUrl, (await answer.json()) as SessionAnswer);
  }

  private keep(gatewayUrl: string, { accessToken, expiresAt, refreshToken, principal: { name, tenantId }, tenants = [tenantId] }: SessionAnswer): StoredSession {
    const stored: StoredSession = { gatewayUrl, name, tenantId, accessToken, expiresAt, refreshToken, tenants };
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    // Whole or not at all, and never readable by others, not even for a moment.
    const next = `${this.path}.${process.pid}`;
    writeFileSync(next, `${JSON.stringify(stored)}\n`, { mode: 0o600 });
    chmodSync(next, 0o600);
    renameSync(next, this.path);
    return stored;
  }
}

function post(gatewayUrl: string, what: 'login' | 'refresh' | 'logout', body: object): Promise<Response> {
  return fetch(`${gatewayUrl}/v1/auth/${what}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(WITHIN_MS) });
}

async function detailOf(answer: Response): Promise<string> {
  const { detail, title } = (await answer.json().catch(() => ({}))) as { readonly detail?: string; readonly title?: string };
  return detail ?? title ?? `the gateway answered ${answer.status}`;
}
