import { readdirSync, readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { resolve } from 'node:path';
import { loadEnv } from '#config';
import { describeService, type ServiceDescription, type ServiceOptions, undocumentedRoutes } from '#http';
import { AGGREGATOR_ENV } from '../../apps/aggregator/src/aggregator.env';
import { aggregatorService } from '../../apps/aggregator/src/aggregator.service-options';
import { GATEWAY_ENV } from '../../apps/gateway/src/gateway.env';
import { gatewayService } from '../../apps/gateway/src/gateway.service-options';
import { OBSERVATORY_ENV } from '../../apps/observatory/src/observatory.env';
import { observatoryService } from '../../apps/observatory/src/observatory.service-options';
import { WORKER_ENV } from '../../apps/worker/src/worker.env';
import { workerService } from '../../apps/worker/src/worker.service-options';

const root = resolve(__dirname, '../..');

const SERVICES: readonly (readonly [app: string, options: () => ServiceOptions])[] = [
  ['aggregator', () => aggregatorService(loadEnv(AGGREGATOR_ENV, {}))],
  ['gateway', () => gatewayService(loadEnv(GATEWAY_ENV, {}))],
  ['observatory', () => observatoryService(loadEnv(OBSERVATORY_ENV, {}))],
  ['worker', () => workerService(loadEnv(WORKER_ENV, {}))],
];

const OPERATIONS = ['/health', '/healthz', '/ready', '/readyz', '/metrics', '/status'];

const referencesIn = (node: unknown): string[] => {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => (key === '$ref' && typeof value === 'string' ? [value] : referencesIn(value)));
};

const connect = jest.spyOn(Socket.prototype, 'connect');
afterAll(() => {
  connect.mockRestore();
});

describe.each(SERVICES)('the API of the %s', (app, options) => {
  let description: ServiceDescription;
  beforeAll(async () => {
    description = await describeService(options());
  }, 30_000);

  it('is the committed openapi.json (else: npm run generate)', () => {
    expect(JSON.parse(JSON.stringify(description.document))).toEqual(JSON.parse(readFileSync(resolve(root, 'apps', app, 'openapi.json'), 'utf8')));
  });

  it('has no undocumented route', () => {
    expect(undocumentedRoutes(description)).toEqual([]);
  });

  it('documents nothing that is not there', () => {
    const served = new Set(description.routes.map(({ method, url }) => `${method.toLowerCase()} ${url.replaceAll(/:([A-Za-z0-9_]+)/g, '{$1}')}`));
    const documented = Object.entries(description.document.paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method} ${path}`));
    expect(documented.filter((operation) => !served.has(operation))).toEqual([]);
  });

  it('has the routes that every service has', () => {
    expect(OPERATIONS.filter((path) => description.document.paths[path]?.get === undefined)).toEqual([]);
  });

  it('refers only to schemas that are there', () => {
    const schemas = new Set(Object.keys(description.document.components?.schemas ?? {}).map((name) => `#/components/schemas/${name}`));
    expect(referencesIn(description.document).filter((reference) => !schemas.has(reference))).toEqual([]);
  });
});

it('no service is forgotten here', () => {
  const services = readdirSync(resolve(root, 'apps'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.service-options.ts'));
  expect(SERVICES.map(([app]) => app)).toEqual(services.map((file) => file.split('/')[0]).sort());
});

// The last one, so that a connection which something opens a little later is seen as well.
it('no service opens a connection while it is made', async () => {
  await new Promise((resolve) => setImmediate(resolve));
  expect(connect.mock.calls).toEqual([]);
});
