import { rmSync } from 'node:fs';
import { Module } from '@nestjs/common';
import { loadEnv, serviceVariables } from '#config';
import { migrate } from '#event-log';
import { createService, type Service } from '#http';
import { type MetricExporter, metricsOf } from '#observability';
import { ReadModelStore } from '#read-model';
import { eventually } from '#testing';
import { ExportMongodbController } from '../apps/aggregator/src/export-mongodb/export-mongodb.controller';
import { killServer, type ServerName, stackFolder, stackPorts, startStack, type StackUrls, stopStack } from '../deploy/native';

jest.setTimeout(90_000);

const STACK = 'targets';
const SERVERS: readonly ServerName[] = ['postgres', 'redis', 'mongo', 'prometheus', 'postgres-exporter', 'redis-exporter', 'node-exporter'];
/** What is scraped here; the services and the broker are scraped where the whole system runs. */
const EXPORTERS = ['postgres', 'redis', 'node', 'mongodb'] as const satisfies readonly MetricExporter[];

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

let urls: StackUrls;
let exporting: Service;
let store: ReadModelStore;

/** The part of the aggregator that answers for MongoDB, where Prometheus looks for the aggregator. */
async function answerForMongodb(): Promise<Service> {
  store = new ReadModelStore({ url: urls.mongo, database: 'observatory', name: 'spec' }).open();
  @Module({ controllers: [ExportMongodbController], providers: [{ provide: ReadModelStore, useValue: store }] })
  class ExportModule {}
  const port = stackPorts(STACK).aggregator;
  const env = loadEnv(serviceVariables({ httpPort: port }), { HTTP_PORT: String(port), LOG_LEVEL: 'silent' });
  const service = await createService({ module: ExportModule, service: 'aggregator', version: '0.0.0', env });
  await service.listen();
  return service;
}

beforeAll(async () => {
  urls = await startStack(STACK, { servers: SERVERS, portOffset: 26_000, shiftPorts: true, say: () => undefined });
  await migrate(urls.postgres);
  exporting = await answerForMongodb();
}, 120_000);
afterAll(async () => {
  await exporting?.stop();
  await store?.close();
  await stopStack(STACK, { say: () => undefined });
  rmSync(stackFolder(STACK), { recursive: true, force: true });
}, 60_000);

async function ask<T>(path: string): Promise<T> {
  const response = await fetch(`${urls.prometheus}/api/v1/${path}`);
  return ((await response.json()) as { data: T }).data;
}

const query = async (expression: string): Promise<readonly Sample[]> => (await ask<{ result: Sample[] }>(`query?query=${encodeURIComponent(expression)}`)).result;
const one = async (expression: string): Promise<number> => Number((await query(expression))[0]?.value[1] ?? Number.NaN);

it('every store and the host are up, each under its service', async () => {
  await eventually(
    async () => {
      const up = await query(`up{job=~"${EXPORTERS.join('|')}"}`);
      expect(Object.fromEntries(up.map(({ metric, value }) => [metric['service'], value[1]]))).toEqual(Object.fromEntries(EXPORTERS.map((name) => [name, '1'])));
    },
    { timeoutMs: 30_000, message: 'all of them were scraped' },
  );
  const { activeTargets } = await ask<{ activeTargets: readonly { scrapeInterval: string }[] }>('targets');
  expect(new Set(activeTargets.map(({ scrapeInterval }) => scrapeInterval))).toEqual(new Set(['5s']));
});

it.each(EXPORTERS)('what is listed of %s is served', async (exporter) => {
  // The table of jobs is shown once the store has statistics of it; and two scrapes may be needed for the first of them.
  await eventually(
    async () => {
      const served = new Set((await query(`{service="${exporter}"}`)).map(({ metric }) => metric['__name__']));
      expect(metricsOf(exporter).filter(({ name }) => !served.has(name)).map(({ name }) => name)).toEqual([]);
    },
    { timeoutMs: 20_000, message: `everything of ${exporter} is there` },
  );
});

it.each([
  ['postgres', 'pg_up', 'postgres'],
  ['redis', 'redis_up', 'redis'],
  ['mongodb', 'mongodb_up', 'mongo'],
] as const)('%s that dies is %s 0, while its exporter stays', async (service, metric, server) => {
  expect(await one(metric)).toBe(1);
  await killServer(STACK, server);
  await eventually(async () => expect(await one(metric)).toBe(0), { timeoutMs: 20_000, message: `${metric} falls` });
  expect(await one(`up{service="${service}"}`)).toBe(1);
});
