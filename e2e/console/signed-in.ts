import type { BrowserContext } from 'playwright-core';
import type { StackCredentials } from '../../deploy/native/credentials';

/** Gives every page of a browser's context the session of somebody who has signed in: the cookie that the console would have been left by its sign-in page. */
export async function signIn(context: BrowserContext, consoleUrl: string, who: StackCredentials['admin']): Promise<void> {
  const answer = await fetch(`${consoleUrl}/api/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-observatory-console': '1' }, body: JSON.stringify(who) });
  const [name, value] = answer.headers.getSetCookie()[0]?.split(';', 1)[0]?.split('=', 2) ?? [];
  if (!answer.ok || name === undefined || value === undefined) throw new Error(`${who.name} is not let in at ${consoleUrl}: ${answer.status} ${await answer.text()}`);
  await answer.arrayBuffer();
  // So the console knows that somebody has signed in here, and asks for the session.
  await context.addInitScript("localStorage.setItem('observatory.signedIn', '1')");
  // A cookie of a secure origin: loopback counts as one, but is not taken for it here without the scheme.
  await context.addCookies([{ name, value, url: `https://${new URL(consoleUrl).hostname}/`, httpOnly: true, secure: true, sameSite: 'Strict' }]);
}
