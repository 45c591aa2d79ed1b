import type { Page } from 'playwright-core';

/** Enough for the fullest page; a list has the same buttons in each of its rows. */
const MOST_BUTTONS = 40;
const QUICK = { timeout: 500 } as const;

/**
 * Presses every button of a page's main part, and in what opens then the last button too, which is the one that goes on. Where one leads
 * elsewhere the page is opened anew, by `open`.
 *
 * @returns the names of the buttons, in their order
 */
export async function pressEverything(page: Page, open: () => Promise<void>): Promise<string[]> {
  const pressed: string[] = [];
  await open();
  const address = page.url();
  const names = new Set<string>();
  for (let index = 0; index < MOST_BUTTONS; index++) {
    const button = page.locator('main button:visible').nth(index);
    if ((await button.count()) === 0) break;
    const name = (await button.getAttribute('aria-label')) ?? (await button.innerText());
    if (names.has(name) || (await button.isDisabled())) continue;
    names.add(name);
    pressed.push(name);
    await button.click(QUICK).catch(() => undefined);
    const dialog = page.getByRole('dialog').last();
    if (await dialog.isVisible()) await dialog.getByRole('button').last().click(QUICK).catch(() => undefined);
    // Most only change what the page shows.
    if (page.url() !== address || (await dialog.isVisible())) await open();
  }
  return pressed;
}
