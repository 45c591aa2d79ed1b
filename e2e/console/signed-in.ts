import type { BrowserContext } from 'playwright-core';
import type { StackCredentials } from '../../deploy/native/credentials';

/**
 * Signs somebody in for every page of a browser's context. A page asks for its session when it is loaded and is given this one, always the same: who loads many pages at a time, and
 * leaves them before they are there, would otherwise leave one with a refresh token that was used already. How a session truly begins, goes on and ends has a spec of its own.
 */
export async function signIn(context: BrowserContext, consoleUrl: string, who: StackCredentials['admin']): Promise<void> {
  const answer = await fetch(`${consoleUrl}/api/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(who) });
  const session = await answer.text();
  if (!answer.ok) throw new Error(`${who.name} is not let in at ${consoleUrl}: ${answer.status} ${session}`);
  await context.addInitScript(`
    localStorage.setItem('observatory.signedIn', '1');
    const ask = globalThis.fetch;
    globalThis.fetch = (what, how) => (what === '/api/v1/auth/refresh' ? Promise.resolve(new Response(${JSON.stringify(session)}, { headers: { 'content-type': 'application/json' } })) : ask(what, how));
  `);
}
