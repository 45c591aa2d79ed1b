import { fails, type Finding, without } from '../step';

/** A TCP connection that a process has opened itself. */
export interface Connection {
  readonly host: string;
  readonly port: number;
}

export interface BoundaryFacts {
  readonly connections: readonly Connection[];
  /** What the observatory may read, by port: its store. */
  readonly mongoPort: number;
  /** Whom it may ask whose a credential is; undefined where nobody is asked who they are. */
  readonly gatewayPort?: number;
  /** Names of the other stores and services, by port. */
  readonly others: ReadonlyMap<number, string>;
  /** Of the observatory's own pages, the console and the index of all user interfaces; undefined when one is missing. */
  readonly page: { readonly html: string; readonly origin: string } | undefined;
}

/** The user interface reads one surface, and that surface reads one store. */
export function judgeBoundary({ connections, mongoPort, gatewayPort, others, page }: BoundaryFacts): Finding[] {
  if (connections.length === 0) return [fails('the observatory is connected to its store', 'it has no connection at all')];
  const strangers = connections.filter(({ port }) => port !== mongoPort && port !== gatewayPort).map(({ host, port }) => `${others.get(port) ?? 'something'} at ${host}:${port}`);
  return [
    without('the process of the observatory is connected to its store', connections.some(({ port }) => port === mongoPort) ? [] : [`no connection to port ${mongoPort}`]),
    without(`and to nothing else${gatewayPort === undefined ? '' : ' but the gateway, which it asks whose a credential is'}: not to PostgreSQL, not to the broker, not to another service`, [...new Set(strangers)]),
    page === undefined ? fails('the observatory has its pages', 'GET / or GET /platform does not answer with HTML') : without('its pages load and ask nothing outside the read model', bypasses(page.html, page.origin)),
  ];
}

/** What a page fetches by itself: resources, requests of its scripts, targets of forms. Links that a person follows are no calls of the page. */
const FETCHED = [/<(?:script|img|iframe|source|audio|video|embed)\b[^>]*?\bsrc\s*=\s*["']([^"']+)/gi, /<link\b[^>]*?\bhref\s*=\s*["']([^"']+)/gi, /<form\b[^>]*?\baction\s*=\s*["']([^"']+)/gi, /\b(?:fetch|EventSource|WebSocket|import)\s*\(\s*["'`]([^"'`]+)/g, /\.open\(\s*["'][A-Z]+["']\s*,\s*["'`]([^"'`]+)/g];

export function bypasses(html: string, origin: string): string[] {
  return FETCHED.flatMap((pattern) => [...html.matchAll(pattern)].map(([, target]) => target ?? '')).filter((target) => !target.startsWith('data:') && new URL(target, origin).origin !== origin);
}

const LISTENING = '0A';

/** Lines of `/proc/<pid>/net/tcp` and `tcp6` whose inode is a socket of the process, but for those that it accepted at a port where it listens. */
export function openedConnections(tables: readonly string[], inodes: ReadonlySet<string>): Connection[] {
  const own = tables.flatMap((table) => table.split('\n').slice(1)).map((line) => line.trim().split(/\s+/)).filter((fields) => inodes.has(fields[9] ?? ''));
  const listening = new Set(own.filter(([, , , state]) => state === LISTENING).map(([, local]) => portIn(local)));
  return own.flatMap(([, local, remote, state]) => (state === LISTENING || listening.has(portIn(local)) ? [] : [{ host: readable(remote?.split(':')[0] ?? ''), port: portIn(remote) }]));
}

const portIn = (address: string | undefined) => parseInt(address?.split(':')[1] ?? '', 16);

/** IPv4 stands there as little-endian hexadecimal, also at the end of a mapped IPv6 address. */
function readable(hex: string): string {
  const last = hex.slice(-8);
  return [6, 4, 2, 0].map((at) => parseInt(last.slice(at, at + 2), 16)).join('.');
}
