import type { GatewayComponents } from '#observatory-client';
import { observed } from './observed';

export type Principal = GatewayComponents['schemas']['PrincipalResponse'];
type SessionResponse = GatewayComponents['schemas']['SessionResponse'];

/**
 * Who is at the console. `open`: nobody is asked who they are. `out` with `before`: the session of somebody has ended while they worked; their page stays as it
 * is, and goes on once they have signed in again.
 */
export type Session =
  | { readonly kind: 'starting' }
  | { readonly kind: 'open' }
  | { readonly kind: 'in'; readonly principal: Principal; readonly token: string; readonly expiresAtMs: number; readonly tenants: readonly string[] }
  | { readonly kind: 'out'; readonly before?: Principal; readonly home?: string };

/** The access token is in this variable and nowhere else; the refresh token is a cookie that no script can read. */
const session = observed<Session>({ kind: 'starting' });
export const useSession = session.use;

/** That somebody has signed in here, so that a first visit asks for no session in vain. No secret. */
const HINT = 'observatory.signedIn';
/** In which tenant this window works, where that is not the user's own. */
const TENANT = 'observatory.tenant';
/** Before the end of an access token the next one is fetched. */
const AHEAD_MS = 60_000;
const HEADERS = { 'content-type': 'application/json', 'x-observatory-console': '1' };

let timer: ReturnType<typeof setTimeout> | undefined;
const waiting = new Set<() => void>();

function become(next: Session): void {
  session.set(next);
  clearTimeout(timer);
  if (next.kind === 'in') timer = setTimeout(() => void renew(next.token).catch(() => undefined), Math.max(1_000, next.expiresAtMs - Date.now() - AHEAD_MS));
  if (next.kind === 'in' || next.kind === 'open') for (const go of waiting) go();
}

export async function startSession(): Promise<void> {
  // Whoever has signed in here before has a session more often than not: it is asked for at once.
  const renewed = remembered() ? renew(undefined).catch(() => undefined) : undefined;
  const answer = await fetch('/console.json').catch(() => undefined);
  const { signIn } = answer?.ok === true ? ((await answer.json()) as { readonly signIn?: boolean }) : {};
  // Whoever does not answer refuses later what needs a session, and then it is asked again.
  if (signIn !== true) return become({ kind: 'open' });
  await renewed;
  if (session.get().kind === 'starting') become({ kind: 'out' });
}

/** What somebody signs in as at home: elsewhere they are called `name@home`. */
export function nameAtHome({ name, tenantId }: Principal, home: string): string {
  return tenantId === home ? name : name.slice(0, -`@${home}`.length);
}

/** Whoever is signed in now, if somebody is. */
export function currentPrincipal(): Principal | undefined {
  const now = session.get();
  return now.kind === 'in' ? now.principal : undefined;
}

/** Undefined when it worked; otherwise what to tell the person. */
export async function signIn(tenant: string, name: string, password: string): Promise<string | undefined> {
  let answer: Response;
  try {
    answer = await fetch('/api/v1/auth/login', { method: 'POST', headers: HEADERS, body: JSON.stringify({ ...(tenant === '' ? {} : { tenant }), name, password }) });
  } catch {
    return 'The observatory does not answer.';
  }
  if (!answer.ok) return detailOf(answer);
  inTenant(undefined);
  taken((await answer.json()) as SessionResponse);
  return undefined;
}

/** From now on this window works in another tenant of whoever is signed in; other windows stay where they are. Undefined when it worked; otherwise what to tell the person. */
export async function switchTenant(tenant: string): Promise<string | undefined> {
  const now = session.get();
  if (now.kind !== 'in') return 'Nobody is signed in.';
  return alone(async () => {
    const answer = await refresh(tenant).catch(() => undefined);
    if (answer === undefined) return 'The observatory does not answer.';
    if (!answer.ok) return detailOf(answer);
    inTenant(tenant === now.tenants[0] ? undefined : tenant);
    taken((await answer.json()) as SessionResponse);
    return undefined;
  });
}

export async function signOut(): Promise<void> {
  remember(false);
  inTenant(undefined);
  become({ kind: 'out' });
  await fetch('/api/v1/auth/logout', { method: 'POST', headers: HEADERS, body: '{}' }).catch(() => undefined);
}

/**
 * A request as whoever is signed in. While nobody is, it waits: what was on its way when a session ended is sent once somebody has signed in again, so that no
 * command is lost.
 */
export async function fetchSignedIn(request: Request): Promise<Response> {
  for (let tries = 0; ; tries += 1) {
    const now = await signedIn(request.signal);
    const mine = request.clone();
    if (now.kind === 'in') mine.headers.set('authorization', `Bearer ${now.token}`);
    const answer = await fetch(mine);
    if (answer.status !== 401 || tries > 1) return answer;
    await (now.kind === 'in' ? renew(now.token).catch(() => undefined) : startSession());
  }
}

function signedIn(signal: AbortSignal): Promise<Session> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const now = session.get();
      if (now.kind !== 'in' && now.kind !== 'open') return;
      stop();
      resolve(now);
    };
    const leave = (): void => (stop(), reject(new DOMException('nobody waits for it any more', 'AbortError')));
    const stop = (): void => (waiting.delete(look), signal.removeEventListener('abort', leave));
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave);
    waiting.add(look);
    look();
  });
}

/** The next access token, once for all who found that this one has ended; one window at a time, since a refresh token is good once. */
async function renew(ended: string | undefined): Promise<void> {
  await alone(async () => {
    const now = session.get();
    if (now.kind === 'in' && now.token !== ended) return;
    let answer = await refresh(tenantOfWindow());
    if (answer.status === 403 && tenantOfWindow() !== undefined) {
      // No member of that tenant any more: home.
      inTenant(undefined);
      answer = await refresh(undefined);
    }
    if (answer.ok) return taken((await answer.json()) as SessionResponse);
    // Anything else may heal: the token that there is may still hold, or is tried again.
    if (answer.status === 401 || answer.status === 403) become({ kind: 'out', ...(now.kind === 'in' && { before: now.principal, home: now.tenants[0] }) });
  });
}

function refresh(tenant: string | undefined): Promise<Response> {
  return fetch('/api/v1/auth/refresh', { method: 'POST', headers: HEADERS, body: JSON.stringify(tenant === undefined ? {} : { tenant }) });
}

async function detailOf(answer: Response): Promise<string> {
  return ((await answer.json().catch(() => ({}))) as { detail?: string }).detail ?? `The gateway answered ${answer.status}.`;
}

function alone<T>(work: () => Promise<T>): Promise<T> {
  return 'locks' in navigator ? navigator.locks.request('observatory.session', work) : work();
}

function taken({ accessToken, expiresAt, principal, tenants = [principal.tenantId] }: SessionResponse): void {
  remember(true);
  become({ kind: 'in', principal, token: accessToken, expiresAtMs: Date.parse(expiresAt), tenants });
}

function remembered(): boolean {
  try {
    return localStorage.getItem(HINT) === '1';
  } catch {
    return true;
  }
}

function remember(yes: boolean): void {
  try {
    if (yes) localStorage.setItem(HINT, '1');
    else localStorage.removeItem(HINT);
  } catch {
    // A browser that keeps nothing asks in vain.
  }
}

function tenantOfWindow(): string | undefined {
  try {
    return sessionStorage.getItem(TENANT) ?? undefined;
  } catch {
    return undefined;
  }
}

function inTenant(tenant: string | undefined): void {
  try {
    if (tenant === undefined) sessionStorage.removeItem(TENANT);
    else sessionStorage.setItem(TENANT, tenant);
  } catch {
    // A browser that keeps nothing starts in the own tenant.
  }
}
