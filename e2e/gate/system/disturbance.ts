import { setTimeout as delay } from 'node:timers/promises';
import type { Timeline } from '../../../grafana/check';
import { Client } from '../../../grafana/check/causes/client';
import { Load } from '../../../grafana/check/causes/load';
import { makeBacklog, makeFailures, makeRefusals } from '../../../grafana/check/causes/requests';
import type { Cause } from '../../../grafana/source/cause';
import type { GateContext } from '../context';
import { STACK } from './running-system';

const SCRAPE_MS = 5_000;
/** Until the jobs of the first steps have left the windows of the rates. */
const SETTLE_MS = 4 * SCRAPE_MS;
const CALM_MS = 3 * SCRAPE_MS;
const LOAD_ALONE_MS = 2 * SCRAPE_MS;

type Span = Timeline['calm'];

/**
 * What the gate does to the system besides its own few jobs, written down with its times: after a calm, load without a pause, first alone,
 * then with failing, refused and waiting requests, then with the injected failures. By it the panels of the dashboards are judged.
 */
export class Disturbance {
  private readonly caused: Partial<Record<Cause, Span>> = {};
  private readonly client: Client;
  private readonly load: Load;

  private constructor(
    { urls }: GateContext,
    private readonly calm: Span,
  ) {
    this.client = new Client({ stack: STACK, gateway: urls.gateway, observatory: urls.observatory, prometheus: urls.prometheus, rabbitmqManagement: '' });
    // The workers of make start serve this queue alone.
    this.load = new Load(this.client, 'default');
  }

  static async begin(context: GateContext): Promise<Disturbance> {
    context.say(`             calm for ${(SETTLE_MS + CALM_MS) / 1000} s, to know what is ordinary`);
    await delay(SETTLE_MS);
    const from = Date.now();
    await delay(CALM_MS);
    const disturbance = new Disturbance(context, { from, to: Date.now() });
    context.say('             load');
    await disturbance.during('load', async () => {
      disturbance.load.start();
      await delay(LOAD_ALONE_MS);
    });
    context.say('             failing, refused and waiting requests');
    await Promise.all([
      disturbance.during('failures', () => makeFailures(disturbance.client)),
      disturbance.during('refusals', () => makeRefusals(disturbance.client)),
      disturbance.during('backlog', () => makeBacklog(disturbance.client)),
    ]);
    return disturbance;
  }

  async during<T>(cause: Cause, act: () => Promise<T>): Promise<T> {
    const from = Date.now();
    try {
      return await act();
    } finally {
      this.caused[cause] = { from, to: Date.now() };
    }
  }

  /** Ends the load, and waits until rates over the last cause can be asked for. */
  async end(): Promise<Timeline> {
    await this.load.stop();
    await delay(3 * SCRAPE_MS);
    const { mongo_stopped: alerting } = this.caused;
    return { calm: this.calm, caused: { ...this.caused, ...(alerting === undefined ? {} : { alert: alerting }) }, until: Date.now() };
  }
}
