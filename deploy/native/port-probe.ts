import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

/** True when a server could listen on 127.0.0.1:port now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

const UNSEEN = 'a process that this user may not see';

/** Inodes of the sockets that listen on the port, from the kernel's own table (Linux). */
function listeningInodes(port: number): Set<string> {
  const inodes = new Set<string>();
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    let rows: string[];
    try {
      rows = readFileSync(table, 'utf8').split('\n').slice(1);
    } catch {
      continue;
    }
    for (const row of rows) {
      const columns = row.trim().split(/\s+/);
      if (columns[1]?.endsWith(`:${wanted}`) && columns[3] === '0A' && columns[9] !== undefined) inodes.add(`socket:[${columns[9]}]`);
    }
  }
  return inodes;
}

function linuxOwner(port: number): string | undefined {
  const inodes = listeningInodes(port);
  if (inodes.size === 0) return undefined;
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      if (readdirSync(`/proc/${pid}/fd`).some((fd) => inodes.has(readlinkSync(`/proc/${pid}/fd/${fd}`)))) {
        return `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()}, process ${pid}`;
      }
    } catch {
      // Another user's process, or one that has just ended: not ours to see.
    }
  }
  return UNSEEN;
}

/** Who listens on the port ("postgres, process 123"), or undefined when nobody is known to. */
export function portOwner(port: number): string | undefined {
  try {
    if (process.platform === 'linux') return linuxOwner(port);
    const fields = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n');
    const pid = fields.find((field) => field.startsWith('p'))?.slice(1);
    const command = fields.find((field) => field.startsWith('c'))?.slice(1);
    return pid === undefined ? undefined : `${command ?? 'unknown'}, process ${pid}`;
  } catch {
    return undefined;
  }
}

/** A port that something else holds. The message says what to do about it. */
export class PortTaken extends Error {
  readonly code = 'port_taken';

  constructor(
    readonly port: number,
    readonly wantedFor: string,
    readonly variable: string,
    readonly owner: string | undefined,
  ) {
    super(`port ${port}, wanted for ${wantedFor}, is taken${owner === undefined ? '' : ` by ${owner}`}; stop that process or choose another port with ${variable}=<port>`);
    this.name = 'PortTaken';
  }
}

/**
 * Resolves when the port can be bound, rejects with PortTaken otherwise. A port without a listener may still be held for a moment by
 * an outgoing connection or by a server that has just ended, and one that was killed this moment has a listener but no visible owner any more, so it gets
 * up to `patienceMs` to become free.
 */
export async function assertPortFree(port: number, wantedFor: string, variable: string, patienceMs = 5_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isPortFree(port))) {
    const owner = portOwner(port);
    if ((owner !== undefined && owner !== UNSEEN) || Date.now() > deadline) throw new PortTaken(port, wantedFor, variable, owner);
    await delay(100);
  }
}
