import { existsSync, readFileSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { SessionFile } from './data/session-file';
import { depthOf, type Depth } from './text/paint';

export interface Settings {
  readonly observatoryUrl: string;
  readonly gatewayUrl: string;
  /** Someone said where the gateway is, and so that commands go there; otherwise they go through the observatory where it passes them on. */
  readonly gatewayGiven: boolean;
  readonly depth: Depth;
  /** Who is named as having given a command. */
  readonly by: string;
  /** What every request says of who asks: an API key or token of `OBSERVATORY_TOKEN`, else the session of `login`, else the key that `make start` has made. No flag: a command line can be read by everybody on the machine. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Flags {
  readonly observatory?: string;
  readonly gateway?: string;
  readonly by?: string;
}

/** Flags before variables before the stack that `make start` has started here before its ports as they are by default. */
export function readSettings(flags: Flags, from: string): Settings {
  const ports = stackPorts(from);
  const gateway = flags.gateway ?? given(process.env.GATEWAY_URL);
  const token = given(process.env.OBSERVATORY_TOKEN);
  return {
    observatoryUrl: bare(flags.observatory ?? given(process.env.OBSERVATORY_URL) ?? `http://127.0.0.1:${ports.observatory}`),
    gatewayUrl: bare(gateway ?? `http://127.0.0.1:${ports.gateway}`),
    gatewayGiven: gateway !== undefined,
    depth: colourDepth(),
    by: flags.by ?? given(process.env.OBSERVATORY_USER) ?? whoIsHere(),
    headers: token === undefined ? withSession(stackKey(flags, ports)) : { authorization: `Bearer ${token}` },
  };
}

export function colourDepth(): Depth {
  return depthOf(process.env, process.stdout.isTTY, process.stdout.isTTY ? process.stdout.getColorDepth(process.env) : 4);
}

/** Where `login` keeps the session. */
export function sessionFile(): SessionFile {
  const config = given(process.env.XDG_CONFIG_HOME) ?? join(homedir(), '.config');
  return new SessionFile(given(process.env.OBSERVATORY_SESSION_FILE) ?? join(config, 'job-observatory', 'session.json'));
}

export const tokenGiven = (): boolean => given(process.env.OBSERVATORY_TOKEN) !== undefined;

/** Read anew for each request: the token of a session changes every quarter of an hour. */
function withSession(fallback: string | undefined): Readonly<Record<string, string>> {
  const file = sessionFile();
  if (file.read() === undefined) return fallback === undefined ? {} : { authorization: `Bearer ${fallback}` };
  return Object.defineProperty({}, 'authorization', { enumerable: true, get: () => `Bearer ${file.read()?.accessToken ?? ''}` });
}

/** The demo key of the stack that was started here, for that stack and no other. */
function stackKey(flags: Flags, ports: { readonly folder?: string }): string | undefined {
  const elsewhere = flags.observatory ?? flags.gateway ?? given(process.env.OBSERVATORY_URL) ?? given(process.env.GATEWAY_URL);
  if (elsewhere !== undefined || ports.folder === undefined) return undefined;
  try {
    const { keys } = JSON.parse(readFileSync(join(ports.folder, 'credentials.json'), 'utf8')) as { readonly keys: readonly { readonly name: string; readonly key: string }[] };
    return keys.find(({ name }) => name === 'demo')?.key;
  } catch {
    return undefined;
  }
}

const given = (value: string | undefined): string | undefined => (value === undefined || value === '' ? undefined : value);
const bare = (url: string): string => url.replace(/\/+$/, '');

function whoIsHere(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // A user without a name, as in containers.
    return hostname();
  }
}

const DEFAULT_PORTS = { gateway: 13_000, observatory: 13_003 };

function stackPorts(from: string): { gateway: number; observatory: number; folder?: string } {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, '.stack', 'dev', 'ports.json');
    if (existsSync(file)) {
      try {
        return { ...DEFAULT_PORTS, ...(JSON.parse(readFileSync(file, 'utf8')) as object), folder: dirname(file) };
      } catch {
        return DEFAULT_PORTS;
      }
    }
    if (folder === dirname(folder)) return DEFAULT_PORTS;
  }
}
