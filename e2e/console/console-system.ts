import type { FaultProxy } from '#testing';
import { faultProxy } from '#testing';
import { fetch, showKey } from '../../deploy/native/keyed-fetch';
import { keyOf, type StackCredentials } from '../../deploy/native/credentials';
import { Client } from '../system/client';
import { freshStores } from '../system/stores';
import { System } from '../system/system';

const WEBHOOK_TOKEN = 'the-token-of-this-webhook';

/** The whole system, with what stands between its parts in the hands of a spec: browser and observatory, observatory and MongoDB. */
export class ConsoleSystem {
  private constructor(
    readonly system: System,
    readonly client: Client,
    /** What the browser asks. */
    readonly edge: FaultProxy,
    readonly mongo: FaultProxy,
  ) {}

  static async start(commands: 'on' | 'off'): Promise<ConsoleSystem> {
    const stores = await freshStores();
    const mongo = await faultProxy(stores.mongoUrl);
    const direct = new URL(mongo.url);
    direct.searchParams.delete('replicaSet');
    direct.searchParams.set('directConnection', 'true');
    const system = await System.start({ stores, env: { observatory: { MONGO_URL: direct.href, CONSOLE_COMMANDS: commands }, gateway: { GATEWAY_ALERT_WEBHOOK_TOKEN: WEBHOOK_TOKEN }, worker: { WORKER_SLOTS: '8', WORKER_QUEUES: 'default,mail' } } });
    const own = new ConsoleSystem(system, Client.of(system), await faultProxy(system.one('observatory').url), mongo);
    showKey(own.url, keyOf(system.credentials, 'tests'));
    return own;
  }

  /** Who may do everything, and signs in at the console. */
  get admin(): StackCredentials['admin'] {
    return this.system.credentials.admin;
  }

  get url(): string {
    return new URL(this.edge.url).origin;
  }

  /** A command as any client sends it, not through the console. */
  async command(method: string, path: string, body: object = {}, headers: Record<string, string> = {}): Promise<Record<string, unknown>> {
    const answer = await fetch(`${this.system.one('gateway').url}${path}`, { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  }

  /** Tells the system of an alert as Alertmanager does. */
  async alert(name: string, status: 'firing' | 'resolved' = 'firing'): Promise<void> {
    const alert = { status, labels: { alertname: name, severity: 'critical', category: 'availability', service: 'worker' }, annotations: { summary: 'No worker answers; jobs wait.', runbook_url: `docs/runbooks/${name}.md` }, startsAt: new Date().toISOString(), endsAt: '0001-01-01T00:00:00Z', generatorURL: 'http://127.0.0.1/', fingerprint: 'aaaabbbbccccdddd' };
    await this.command('POST', '/v1/alerts/webhook', { version: '4', groupKey: '{}', truncatedAlerts: 0, status, receiver: 'observatory', groupLabels: {}, commonLabels: alert.labels, commonAnnotations: alert.annotations, externalURL: 'http://127.0.0.1/', alerts: [alert] }, { authorization: `Bearer ${WEBHOOK_TOKEN}` });
  }

  async stop(): Promise<void> {
    await Promise.all([this.edge.close(), this.mongo.close()]);
    await this.system.stop();
  }
}

/** A platform with something of everything: jobs in several states, a flow, a schedule, a paused queue, an error, an alert. Answers the ids of what pages need. */
export async function furnish(own: ConsoleSystem): Promise<{ done: string; failed: string; fingerprint: string; schedule: string; alert: string }> {
  const { client } = own;
  const work = (payload: object, more: object = {}) => client.submit({ type: 'simulate.work', payload, ...more });
  const [done, failed] = await Promise.all([work({ durationMs: 20 }, { tags: ['shown'] }), work({ durationMs: 5, failureProbability: 1 }, { maxAttempts: 1, queue: 'mail' })]);
  await Promise.all(Array.from({ length: 12 }, (_, n) => work({ durationMs: 10 * n }, { queue: n % 2 === 0 ? 'default' : 'mail' })));
  await own.command('POST', '/v1/schedules', { name: 'nightly', cron: '0 3 * * *', timeZone: 'Europe/Zurich', job: { type: 'simulate.work', payload: { durationMs: 5 } } });
  await own.alert('WorkerFleetEmpty');
  await Promise.all([client.until(done.jobId, 'COMPLETED'), client.until(failed.jobId, 'FAILED')]);
  const { items } = await client.observe<{ items: { fingerprint: string }[] }>('/v1/errors');
  return { done: done.jobId, failed: failed.jobId, fingerprint: items[0]?.fingerprint ?? '', schedule: 'nightly', alert: 'aaaabbbbccccdddd' };
}
