import { createServer, type Server } from 'node:http';
import { rmSync } from 'node:fs';
import { eventually } from '#testing';
import { stackFolder, stackPorts, startStack, type StackUrls, stopStack } from '../deploy/native';

interface Post {
  readonly version: string;
  readonly alerts: readonly { readonly status: 'firing' | 'resolved'; readonly labels: Readonly<Record<string, string>> }[];
}

interface Known {
  readonly labels: Readonly<Record<string, string>>;
  readonly status: { readonly state: 'active' | 'suppressed' | 'unprocessed'; readonly inhibitedBy: readonly string[] };
  readonly receivers: readonly { readonly name: string }[];
}

const STACK = 'alertmanager-int';

describe('a real Alertmanager with the fast profile', () => {
  const posts: Post[] = [];
  const toldOf = (alertname: string, status: 'firing' | 'resolved') => posts.flatMap(({ alerts }) => alerts).filter((alert) => alert.status === status && alert.labels['alertname'] === alertname);
  let urls: StackUrls;
  let gateway: Server;

  /** As Prometheus does: what holds, or since when it no longer does. */
  const say = async (labels: Readonly<Record<string, string>>, ended = false) => {
    const now = Date.now();
    const body = [{ labels, annotations: { summary: 'a test' }, startsAt: new Date(now - 60_000).toISOString(), endsAt: new Date(ended ? now - 1_000 : now + 300_000).toISOString() }];
    const answer = await fetch(`${urls.alertmanager}/api/v2/alerts`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
  };
  const known = async (alertname: string) => {
    const alerts = (await (await fetch(`${urls.alertmanager}/api/v2/alerts`)).json()) as readonly Known[];
    return alerts.filter(({ labels }) => labels['alertname'] === alertname);
  };

  beforeAll(async () => {
    urls = await startStack(STACK, { servers: ['alertmanager'], portOffset: 24_000, shiftPorts: true, environment: { ...process.env, OBSERVATORY_RULES: 'fast' }, say: () => undefined });
    gateway = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (request.url === '/v1/alerts/webhook') posts.push(JSON.parse(Buffer.concat(chunks).toString()) as Post);
        response.writeHead(202).end();
      });
    });
    await new Promise<void>((resolve) => gateway.listen(stackPorts(STACK).gateway, '127.0.0.1', resolve));
  }, 60_000);

  afterAll(async () => {
    gateway.closeAllConnections();
    await new Promise((resolve) => gateway.close(resolve));
    await stopStack(STACK, { say: () => undefined });
    rmSync(stackFolder(STACK), { recursive: true, force: true });
  }, 60_000);

  it('tells the gateway when an alert begins and when it ends', async () => {
    const labels = { alertname: 'ServiceDown', severity: 'critical', category: 'availability', service: 'aggregator', instance: 'a' };
    await say(labels);
    await eventually(() => toldOf('ServiceDown', 'firing').length > 0, { timeoutMs: 10_000, message: 'the gateway is told that it fires' });
    expect(posts[0]?.version).toBe('4');
    await say(labels, true);
    await eventually(() => toldOf('ServiceDown', 'resolved').length > 0, { timeoutMs: 15_000, message: 'the gateway is told that it is over' });
  }, 40_000);

  it('hides the consequences of a store that is away, and the warning of what is critical; the rest goes on', async () => {
    await say({ alertname: 'PostgresUnavailable', severity: 'critical', category: 'availability', service: 'postgres' });
    await say({ alertname: 'JobFailureRateHigh', severity: 'critical', category: 'jobs', job_type: 'x' });
    // The causes are there before their consequences, as they would be after one evaluation of all rules.
    await eventually(async () => (await known('PostgresUnavailable')).some(({ status }) => status.state === 'active'));
    await say({ alertname: 'RelayStalled', severity: 'critical', category: 'data', service: 'gateway' });
    await say({ alertname: 'DiskSpaceLow', severity: 'critical', category: 'capacity', mountpoint: '/' });
    await say({ alertname: 'DiskSpaceLow', severity: 'warning', category: 'capacity', mountpoint: '/' });
    await say({ alertname: 'DiskSpaceLow', severity: 'warning', category: 'capacity', mountpoint: '/other' });
    const states = async () => (await Promise.all(['PostgresUnavailable', 'RelayStalled', 'JobFailureRateHigh', 'DiskSpaceLow'].map(known))).flat().map(({ labels, status }) => `${labels['alertname']} ${labels['severity']} ${labels['mountpoint'] ?? ''}: ${status.state}`).sort();
    await eventually(async () =>
      expect(await states()).toEqual([
        'DiskSpaceLow critical /: active',
        'DiskSpaceLow warning /: suppressed',
        'DiskSpaceLow warning /other: active',
        'JobFailureRateHigh critical : suppressed',
        'PostgresUnavailable critical : active',
        'RelayStalled critical : suppressed',
      ]),
    );
    await eventually(() => toldOf('DiskSpaceLow', 'firing').some(({ labels }) => labels['mountpoint'] === '/other'), { timeoutMs: 15_000, message: 'the gateway is told of what is not hidden' });
    expect(toldOf('RelayStalled', 'firing')).toEqual([]);
  }, 40_000);

  it('a warning about a service that is down is hidden, one about another service is not', async () => {
    await say({ alertname: 'ServiceDown', severity: 'critical', category: 'availability', service: 'worker', instance: 'b' });
    await say({ alertname: 'EventLoopStalled', severity: 'warning', category: 'capacity', service: 'worker', instance: 'b' });
    await say({ alertname: 'EventLoopStalled', severity: 'warning', category: 'capacity', service: 'gateway', instance: 'c' });
    await eventually(async () => {
      const stalled = await known('EventLoopStalled');
      expect(Object.fromEntries(stalled.map(({ labels, status }) => [labels['service'], status.state]))).toEqual({ worker: 'suppressed', gateway: 'active' });
    });
  });
});
