import { CommandExecutor, EngineStore, StoreClock, StorePool, uuidV7 } from '#event-log';
import { LABEL_CAPS, METRICS, type MetricDeclaration, OTHER, seriesBound } from '#observability';
import { eventually } from '#testing';
import { freshStores, TestGateway } from './gateway.builder';

jest.setTimeout(60_000);

/*
 * Whoever may send requests may invent names. A gateway on real servers gets many times more types, queues, tenants and paths than it shows, and its metrics
 * must stay as small as the catalogue says, without losing a single count.
 */
const FLOOD = 300;
const QUEUES_AT_ONCE = 50;
/** Jobs that wait in a queue for a worker that never comes. */
const WAITING = 3;
const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Series of a page that a scrape can afford, all metrics together. A gateway after a flood of everything has about a third of it. */
const MOST_SERIES = 10_000;

let gateway: TestGateway;
let pool: StorePool;

beforeAll(async () => {
  const stores = await freshStores();
  gateway = await TestGateway.start(stores, { GATEWAY_MAX_QUEUES: '1000' });
  pool = new StorePool({ url: stores.DATABASE_URL, applicationName: 'spec', max: 1, logger: QUIET });
  await eventually(() => gateway.isReady, { message: 'the gateway is ready' });
});
afterAll(async () => {
  await gateway.stop();
  await pool.end();
});

interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

async function scrape(): Promise<Series[]> {
  const text = await (await gateway.request('GET', '/metrics')).text();
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({
      name: /^\w+/.exec(line)?.[0] ?? '',
      labels: Object.fromEntries([...line.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', value = '']) => [label, value])),
      value: Number(line.slice(line.lastIndexOf(' ') + 1)),
    }));
}

const of = (series: readonly Series[], { name, type }: MetricDeclaration): Series[] =>
  series.filter((one) => one.name === name || (type === 'histogram' && [`${name}_bucket`, `${name}_sum`, `${name}_count`].includes(one.name)));
const sum = (series: readonly Series[], labels: Record<string, string> = {}): number =>
  series.filter((one) => Object.entries(labels).every(([label, value]) => one.labels[label] === value)).reduce((total, { value }) => total + value, 0);
const values = (series: readonly Series[], label: string): string[] => [...new Set(series.map(({ labels }) => labels[label] ?? ''))];

async function floodTypes(): Promise<void> {
  const lines = Array.from({ length: FLOOD }, (_, i) => JSON.stringify({ type: `flood.type-${i}`, delayMs: 3_600_000 }));
  const answer = await gateway.request('POST', '/v1/jobs/bulk', lines.join('\n'), { 'content-type': 'application/x-ndjson' });
  expect(await answer.json()).toMatchObject({ accepted: FLOOD });
}

/** The queues stand in the store as if they had been declared long ago: making hundreds at the broker is not what this is about. */
async function floodQueues(): Promise<void> {
  const store = new EngineStore(pool);
  for (let i = 0; i < FLOOD; i += 1) {
    await store.registerQueue(`flood-${i}`, FLOOD + 10);
    await store.markDeclared(`flood-${i}`);
  }
  // The gateway asks the store for each queue that it does not know yet, on three connections: on a busy machine hundreds at once wait there too long, and are refused.
  for (let from = 0; from < FLOOD; from += QUEUES_AT_ONCE) {
    const lines = Array.from({ length: QUEUES_AT_ONCE }, (_, i) => JSON.stringify({ type: 'flood.queue', queue: `flood-${from + i}`, delayMs: 3_600_000 }));
    const answer = await gateway.request('POST', '/v1/jobs/bulk', lines.join('\n'), { 'content-type': 'application/x-ndjson' });
    expect(await answer.json()).toMatchObject({ accepted: QUEUES_AT_ONCE });
  }
  for (let i = 0; i < WAITING; i += 1) await gateway.submit({ type: 'flood.queue' });
}

/** There is one tenant until accounts come, so its neighbours come by the way that all jobs take behind the API. */
async function floodTenants(): Promise<void> {
  const executor = new CommandExecutor({ pool, clock: new StoreClock(), producer: { service: 'gateway', instanceId: 'spec', version: '0.0.0' }, logger: QUIET });
  const job = { correlationId: 'c', type: 'flood.tenant', queue: 'default', priority: 'normal', payload: {}, runAt: '2999-01-01T00:00:00.000Z' } as const;
  await Promise.all(Array.from({ length: FLOOD }, (_, i) => executor.submit({ ...job, jobId: uuidV7(), tenantId: `flood-${i}` }, 10)));
}

async function floodPaths(): Promise<void> {
  for (let from = 0; from < FLOOD; from += 25) {
    await Promise.all(
      Array.from({ length: 25 }, async (_, i) => {
        const n = from + i;
        await (await gateway.request('GET', `/flood/${n}/${uuidV7()}?n=${n}`)).text();
        await (await gateway.request('GET', `/v1/jobs/${uuidV7()}`)).text();
        await (await gateway.request(['PUT', 'DELETE', 'OPTIONS', 'PATCH'][n % 4] as string, `/v1/flood-${n}`)).text();
      }),
    );
  }
}

it('a flood of types, queues, tenants and paths stays below the stated bounds, and every count is kept', async () => {
  await floodTypes();
  await floodQueues();
  await floodTenants();
  await floodPaths();
  // The gauges of queues are read from the store every few seconds.
  const depths = async (): Promise<Series[]> => of(await scrape(), METRICS.queueDepth);
  await eventually(async () => expect([values(await depths(), 'queue').includes(OTHER), sum(await depths())]).toEqual([true, WAITING]), { timeoutMs: 15_000, message: 'the depth of all queues is shown, the folded ones together' });
  const series = await scrape();

  const beyond = Object.entries(METRICS)
    .map(([key, declaration]) => ({ key, series: of(series, declaration).length, bound: seriesBound(declaration) }))
    .filter(({ series: found, bound }) => found > bound);
  expect(beyond).toEqual([]);
  expect(series.length).toBeLessThan(MOST_SERIES);

  const events = of(series, METRICS.jobEvents);
  expect(values(events, 'job_type')).toHaveLength(LABEL_CAPS.job_type + 1);
  expect(sum(events, { event: 'submitted' })).toBe(3 * FLOOD + WAITING);
  const tenants = of(series, METRICS.tenantJobs);
  expect(values(tenants, 'tenant')).toHaveLength(LABEL_CAPS.tenant + 1);
  expect(sum(tenants, { event: 'submitted' })).toBe(3 * FLOOD + WAITING);
  const depth = of(series, METRICS.queueDepth);
  expect(values(depth, 'queue')).toHaveLength(LABEL_CAPS.queue + 1);
  expect(sum(depth)).toBe(WAITING);

  const requests = of(series, METRICS.httpRequestDuration);
  expect(requests.filter(({ labels }) => JSON.stringify(labels).includes('flood'))).toEqual([]);
  const unmatched = requests.filter(({ name, labels }) => name.endsWith('_count') && labels['route'] === 'unmatched');
  expect(unmatched).toHaveLength(1);
  expect(sum(unmatched)).toBe(2 * FLOOD);
});
