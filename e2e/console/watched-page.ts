import axeCore from 'axe-core';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import type { StackCredentials } from '../../deploy/native/credentials';
import { signIn } from './signed-in';

export interface Asked {
  readonly method: string;
  readonly url: string;
}

export type Theme = 'dark' | 'light';

/** A page of the console whose every request and every complaint is noted. */
export class WatchedPage {
  readonly asked: Asked[] = [];
  readonly complaints: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly baseUrl: string,
  ) {
    context.on('request', (request: Request) => this.asked.push({ method: request.method(), url: request.url() }));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${message.text()} (${page.url()})`);
    });
    page.on('pageerror', (error) => this.complaints.push(`${error.message} (${page.url()})`));
  }

  /** @param options.as who has signed in before; nobody when absent */
  static async open(browser: Browser, baseUrl: string, { theme = 'dark', width = 1440, height = 900, as }: { theme?: Theme; width?: number; height?: number; as?: StackCredentials['admin'] } = {}): Promise<WatchedPage> {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC' });
    if (as !== undefined) await signIn(context, baseUrl, as);
    return new WatchedPage(context, await context.newPage(), baseUrl);
  }

  /** Goes to an address of the console, and waits until its page has something to show. */
  async go(path: string): Promise<void> {
    await this.page.goto(`${this.baseUrl}${path}`);
    await this.settled();
  }

  async settled(): Promise<void> {
    await this.page.locator('main h1').first().waitFor();
    await this.page.locator('main [role="status"][aria-label="loading"]').first().waitFor({ state: 'detached' });
  }

  /** What axe finds, as sentences. */
  async barriers(): Promise<string[]> {
    // By evaluation, which a content security policy does not concern.
    await this.page.evaluate(axeCore.source);
    const found = await this.page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof axeCore };
      const { violations } = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
      return violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.join(' ')} — ${failureSummary?.split('\n')[1]?.trim() ?? ''}`) }));
    });
    return found.map(({ id, help, where }) => `${id}: ${help}: ${where.join(' | ')}`);
  }

  /** How far the page is wider than its window. */
  async overflow(): Promise<number> {
    return this.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

/** What a console must never ask: a read of anybody but its observatory, or a command where commands are off. A session is no command. */
export function strayRequests(asked: readonly Asked[], origin: string, commands: boolean): string[] {
  return asked
    .filter(({ url }) => !url.startsWith('data:') && !url.startsWith('blob:'))
    .filter(({ method, url }) => {
      const { origin: to, pathname } = new URL(url);
      const isCommand = pathname.startsWith('/api/');
      if (to !== origin) return true;
      if (pathname.startsWith('/api/v1/auth/')) return method !== 'POST';
      return isCommand ? !commands || method === 'GET' || method === 'HEAD' : method !== 'GET' && method !== 'HEAD';
    })
    .map(({ method, url }) => `${method} ${url}`);
}
