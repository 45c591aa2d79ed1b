import { existsSync, readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { depthOf, type Depth } from './text/paint';

export interface Settings {
  readonly observatoryUrl: string;
  readonly gatewayUrl: string;
  /** Someone said where the gateway is, and so that commands go there; otherwise they go through the observatory where it passes them on. */
  readonly gatewayGiven: boolean;
  readonly depth: Depth;
  /** Who is named as having given a command. */
  readonly by: string;
  /** What every request says of who asks: an API key or token of `OBSERVATORY_TOKEN`. No flag: a command line can be read by everybody on the machine. */
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
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  };
}

export function colourDepth(): Depth {
  return depthOf(process.env, process.stdout.isTTY, process.stdout.isTTY ? process.stdout.getColorDepth(process.env) : 4);
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

function stackPorts(from: string): { gateway: number; observatory: number } {
  for (let folder = from; ; folder = dirname(folder)) {
    const file = join(folder, '.stack', 'dev', 'ports.json');
    if (existsSync(file)) {
      try {
        return { ...DEFAULT_PORTS, ...(JSON.parse(readFileSync(file, 'utf8')) as object) };
      } catch {
        return DEFAULT_PORTS;
      }
    }
    if (folder === dirname(folder)) return DEFAULT_PORTS;
  }
}
