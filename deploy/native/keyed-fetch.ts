import { existsSync } from 'node:fs';
import { APP_NAMES, appUrl } from './apps/app-definitions';
import { asksWho, credentialsFile, keyOf, stackCredentials } from './credentials';
import { stackPorts } from './stack';

/*
 * Whoever starts a system holds its keys; what asks that system afterwards, in the same process, shows the one that was noted for its address. Nothing is
 * shown to an address that nobody has noted, and a request that carries a credential of its own keeps it.
 */
const keys = new Map<string, string>();

/** From now on requests of this process to the service at `url` show that API key. */
export function showKey(url: string, key: string): void {
  keys.set(new URL(url).origin, key);
}

/** The demo key of a stack to its services, if the stack has been started and asks who one is. */
export function showKeyOf(stack: string): void {
  if (!asksWho() || !existsSync(credentialsFile(stack))) return;
  const key = keyOf(stackCredentials(stack).credentials, 'demo');
  for (const app of APP_NAMES) showKey(appUrl(app, stackPorts(stack)), key);
}

/** The header that a request to this URL needs, for clients that do not ask through `fetch`; empty for a system that asks nobody who they are. */
export function authorizationFor(url: string): { readonly authorization?: string } {
  const key = keys.get(new URL(url).origin);
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}

/** The global one, with the key of the system that is asked. */
export function fetch(url: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const { authorization } = authorizationFor(url);
  if (authorization !== undefined && !headers.has('authorization')) headers.set('authorization', authorization);
  return globalThis.fetch(url, { ...init, headers });
}
