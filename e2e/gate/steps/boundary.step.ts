import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { GateContext } from '../context';
import { type Connection, judgeBoundary, openedConnections } from '../judge/judge-boundary';
import type { Step } from '../step';
import { ask } from '../system/ask';

/** No call of a user interface bypasses the read model: seen in what the observatory's process is connected to, while it answers. */
export const boundaryStep: Step = {
  name: 'boundary',
  proves: 'the observatory reads MongoDB and nothing else, and its pages ask nobody but the observatory',
  needs: [],
  timeoutMs: 20_000,

  async run({ urls, seen, pidOf, credentials }) {
    await Promise.all(['/v1/overview', '/v1/jobs', '/v1/schedules', '/readyz'].map((path) => ask(`${urls.observatory}${path}`)));
    const pages = await Promise.all(['/', '/platform'].map((path) => ask(`${urls.observatory}${path}`, { headers: { accept: 'text/html' } })));
    const connections = connectionsOf(pidOf('observatory'));
    seen['connections'] = connections;
    return judgeBoundary({
      connections,
      mongoPort: portOf(urls.mongo),
      ...(credentials !== undefined && { gatewayPort: portOf(urls.gateway) }),
      others: namesByPort(urls),
      page: pages.every(({ status, text }) => status === 200 && /<html/i.test(text)) ? { html: pages.map(({ text }) => text).join('\n'), origin: new URL(urls.observatory).origin } : undefined,
    });
  },
};

const portOf = (url: string) => Number(new URL(url).port);

function namesByPort(urls: GateContext['urls']): Map<number, string> {
  return new Map(Object.entries(urls).flatMap(([name, url]: [string, unknown]) => (typeof url === 'string' ? [[portOf(url), name] as const] : [])));
}

function connectionsOf(pid: number): Connection[] {
  const links = readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`));
  const inodes = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  return openedConnections(['tcp', 'tcp6'].map((family) => readFileSync(`/proc/${pid}/net/${family}`, 'utf8')), inodes);
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // Closed since the folder was read.
    return '';
  }
}
