import { render } from 'ink';
import { createElement } from 'react';
import type { GlobalFlags } from '../cli/context';
import { EXIT, type ExitCode } from '../cli/exit-codes';
import { connect } from '../data/platform';
import { readSettings, sessionFile, type Settings } from '../tui.env';
import { App } from './app';
import { parseCommand } from './command-line';
import { firstState } from './state';

/** Enough to follow, little enough for a slow link; a key is answered at once when nothing was drawn just before. */
const FRAMES_PER_SECOND = 5;
const ASK_MS = 2000;
/** More often than the last minute of an access token, in which the next one is fetched. */
const RENEW_EVERY_MS = 20_000;

export async function openConsole(flags: GlobalFlags, command: string | undefined): Promise<ExitCode> {
  const start = command === undefined ? parseCommand('overview') : parseCommand(command.replace(/^:/, ''));
  if (start.kind !== 'page') {
    process.stderr.write(`error: ${start.kind === 'fault' ? start.message : `no page is named "${command}"`}\n`);
    return EXIT.usage;
  }
  if (!process.stdout.isTTY || !process.stdin.isTTY) {
    process.stderr.write('error: the pages need a terminal; sub-commands do not: observatory --help\n');
    return EXIT.usage;
  }
  await sessionFile().renew();
  setInterval(() => void sessionFile().renew(), RENEW_EVERY_MS).unref();
  const settings = readSettings(flags, import.meta.dirname);
  const throughObservatory = !settings.gatewayGiven && (await passesCommandsOn(settings));
  const platform = connect(settings, throughObservatory ? `${settings.observatoryUrl}/api` : settings.gatewayUrl);
  const app = render(createElement(App, { platform, first: firstState(start.page), commands: settings.gatewayGiven || throughObservatory }), {
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: FRAMES_PER_SECOND,
    exitOnCtrlC: false,
    patchConsole: false,
    interactive: true,
  });
  await app.waitUntilExit();
  // Answers that are still awaited are of use to nobody.
  setImmediate(() => process.exit(EXIT.ok));
  return EXIT.ok;
}

async function passesCommandsOn({ observatoryUrl }: Settings): Promise<boolean> {
  try {
    const response = await fetch(`${observatoryUrl}/console.json`, { signal: AbortSignal.timeout(ASK_MS) });
    const body = (await response.json()) as { commands?: boolean };
    return response.ok && body.commands === true;
  } catch {
    return false;
  }
}
