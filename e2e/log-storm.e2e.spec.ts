import { readFileSync } from 'node:fs';
import { eventually, faultProxy, type FaultProxy } from '#testing';
import { fetch } from '../deploy/native/keyed-fetch';
import { Client } from './system/client';
import { elapse } from './system/elapse';
import { freshStores } from './system/stores';
import { System } from './system/system';

interface Line {
  readonly level: string;
  readonly time: string;
  readonly service: string;
  readonly msg: string;
  readonly suppressed?: number;
}

const STORM_MS = 6_000;
const CLIENTS = 40;
/** What one process may write: 20 lines of a kind in ten seconds, and a handful of kinds. */
const MOST_LINES_A_SECOND = 20;

/**
 * PostgreSQL and the broker are away at once while clients press, and the collector of traces is away all the time although every trace is recorded: as many errors as a
 * system like this can have.
 */
describe('a storm of errors', () => {
  let database: FaultProxy;
  let broker: FaultProxy;
  let system: System;
  let client: Client;
  let refused = 0;

  beforeAll(async () => {
    const stores = await freshStores();
    [database, broker] = await Promise.all([faultProxy(stores.databaseUrl), faultProxy(stores.amqpUrl)]);
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_TRACES_SAMPLER: 'parentbased_always_on' };
    system = await System.start({ stores: { ...stores, databaseUrl: database.url, amqpUrl: broker.url }, env: { gateway: env, worker: env, aggregator: env, observatory: env } });
    client = Client.of(system);
  }, 90_000);

  afterAll(async () => {
    await system?.stop();
    await Promise.all([database?.close(), broker?.close()]);
  }, 60_000);

  const apps = () => (['gateway', 'worker', 'aggregator', 'observatory'] as const).flatMap((name) => system.of(name));
  const linesOf = (file: string): Line[] => readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Line);

  /** Submits without a pause until told to stop; counts what is refused. */
  async function press(until: () => boolean): Promise<void> {
    while (!until()) {
      const response = await fetch(`${system.one('gateway').url}/v1/jobs`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"type":"simulate.work"}' });
      await response.arrayBuffer();
      if (response.status >= 500) refused += 1;
    }
  }

  it('is a few lines a second in every process, and a line that says how many it was', async () => {
    const { jobId: before } = await client.submit({ type: 'simulate.work' });
    await client.until(before, 'COMPLETED');
    const counted = new Map(apps().map((app) => [app, linesOf(app.logFile).length]));
    const began = performance.now();
    database.refuse();
    broker.refuse();
    let over = false;
    const pressing = Array.from({ length: CLIENTS }, () => press(() => over));
    await elapse(STORM_MS);
    over = true;
    await Promise.all(pressing);
    database.heal();
    broker.heal();
    const seconds = (performance.now() - began) / 1_000;

    expect(refused).toBeGreaterThan(500);
    for (const app of apps()) {
      const lines = linesOf(app.logFile).length - (counted.get(app) ?? 0);
      expect({ app: app.name, lines, few: lines / seconds <= MOST_LINES_A_SECOND }).toMatchObject({ app: app.name, few: true });
    }
    // What was not written is told, to within what was.
    await eventually(
      () => {
        const told = linesOf(system.one('gateway').logFile).filter(({ msg }) => msg.startsWith('suppressed: '));
        expect(told.reduce((sum, { suppressed = 0 }) => sum + suppressed, 0)).toBeGreaterThan(refused - 100);
      },
      { timeoutMs: 15_000, message: 'the gateway says how many lines it left out' },
    );

    const { jobId: after } = await client.submitSurely({ type: 'simulate.work', idempotencyKey: 'after the storm' });
    await client.until(after, 'COMPLETED', 30_000);
    for (const app of apps()) {
      expect(app.unexpectedExits).toEqual([]);
      const lines = linesOf(app.logFile);
      expect(lines.every(({ service, time, level }) => service === app.app && !Number.isNaN(Date.parse(time)) && level !== 'fatal')).toBe(true);
      // The collector has been away since the start.
      expect(lines.filter(({ msg }) => msg === 'traces could not be exported').length).toBeLessThanOrEqual(60);
    }
    expect(linesOf(system.one('gateway').logFile).some(({ msg }) => msg === 'traces could not be exported')).toBe(true);
  }, 90_000);
});
