import { type Browser, chromium } from 'playwright-core';
import { installTools, requireTool } from '../../deploy/native/install';

/** Chromium without what is of use to a person only. As root, in a container or in CI, it has no sandbox to run in. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--font-render-hinting=none'];

/** A browser of its own, empty. `CHROMIUM_PATH` names another one than the system's. */
export async function startBrowser(): Promise<Browser> {
  const given = process.env['CHROMIUM_PATH'];
  if (given === undefined) await installTools(['chromium'], (line) => process.stderr.write(`${line}\n`));
  return chromium.launch({ executablePath: given ?? requireTool('chromium'), headless: true, args: FLAGS, handleSIGINT: false, handleSIGTERM: false });
}
