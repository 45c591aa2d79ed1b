import { APP_NAMES, appUrl } from './apps/app-definitions';
import { appReadiness } from './apps/apps';
import type { Mode } from './compose';
import { probeServer, runningServers, SERVER_NAMES, serverState, stackPorts, stackUrls } from './stack';
import { ADMIN_NAMES, type ServerName } from './servers/server';

export interface ServiceState {
  readonly url: string;
  readonly ready: boolean;
  /** Why it is not ready. */
  readonly detail?: string;
}

export type Status = Readonly<Record<string, ServiceState>>;

async function probed(server: ServerName, stack: string): Promise<Omit<ServiceState, 'url'>> {
  return probeServer(server, stackPorts(stack)).then(
    () => ({ ready: true }),
    (error: Error) => ({ ready: false, detail: error.message }),
  );
}

/** Every server and every service, asked now and all at once. In compose mode a server is judged by its port alone. */
export async function statusOf(stack: string, mode: Mode): Promise<Status> {
  const urls = stackUrls(stack);
  // Compose always has the user interfaces of the stores; natively they are there when they were asked for.
  const running = runningServers(stack);
  const admin = ADMIN_NAMES.filter((name) => mode === 'compose' || running.includes(name));
  const servers = [...SERVER_NAMES, ...admin].map(async (name): Promise<[string, ServiceState]> => {
    const { ready, detail } = mode === 'compose' ? await probed(name, stack) : await serverState(stack, name);
    return [name, { url: urls[name], ready, ...(detail === undefined ? {} : { detail }) }];
  });
  const apps = APP_NAMES.map(async (name): Promise<[string, ServiceState]> => {
    const url = appUrl(name, stackPorts(stack));
    return [name, { url, ...(await appReadiness(url)) }];
  });
  return Object.fromEntries(await Promise.all([...servers, ...apps]));
}

export const allReady = (status: Status) => Object.values(status).every(({ ready }) => ready);

/** What `--json` prints: names, addresses and readiness, nothing else. */
export function statusJson(status: Status): string {
  return JSON.stringify({ services: Object.fromEntries(Object.entries(status).map(([name, { url, ready }]) => [name, { url, ready }])) });
}

export function statusTable(status: Status): string {
  return Object.entries(status)
    .map(([name, { url, ready, detail }]) => `${name.padEnd(19)}${(ready ? 'ready' : 'DOWN').padEnd(8)}${url.padEnd(58)}${detail ?? ''}`.trimEnd())
    .join('\n');
}
