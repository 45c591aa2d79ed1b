import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rises } from '../../grafana/source/cause';
import { DASHBOARDS } from '../../grafana/source/dashboards';
import type { Dashboard } from '../../grafana/source/panel';
import { Client } from '../../grafana/check/causes/client';
import { Load } from '../../grafana/check/causes/load';
import { projectRoot, startServer, stopServer } from '../../deploy/native';
import { elapse } from '../system/elapse';
import { type GateContext, newContext } from './context';
import { facade, type Plant } from './facade.harness';
import { alterReadModel, faultsIn, plantBrokenEvent, runPlanted, seenThrough } from './plants.harness';
import type { Step, StepOutcome } from './step';
import { alertsStep } from './steps/alerts.step';
import { boundaryStep } from './steps/boundary.step';
import { consistencyStep } from './steps/consistency.step';
import { contractsStep } from './steps/contracts.step';
import { dashboardsStep } from './steps/dashboards.step';
import { documentsStep } from './steps/documents.step';
import { eventsStep } from './steps/events.step';
import { metricsStep } from './steps/metrics.step';
import { requiredStep } from './steps/required.step';
import { submitStep } from './steps/submit.step';
import { appPid, type RunningSystem, runningSystem, STACK } from './system/running-system';

/** `npm run test:gate`: every step of the gate against the real system, with a fault that must make it fail. About five minutes. */
describe('a fault planted in the running system', () => {
  let system: RunningSystem;

  beforeAll(async () => {
    system = await runningSystem(false);
  }, 180_000);

  afterAll(() => system?.release(), 120_000);

  const context = () => newContext(system.urls, projectRoot(), appPid, () => undefined, system.credentials);

  async function through(part: 'observatory' | 'prometheus', plant: Plant, steps: readonly Step[]): Promise<StepOutcome[]> {
    const real = context();
    const front = await facade(real.urls[part], plant);
    try {
      return await runPlanted(seenThrough(real, { [part]: front.url }), steps);
    } finally {
      await front.close();
    }
  }

  it('fails "submit": the server that jobs call is gone', async () => {
    const gone = { ...submitStep, prepare: async (own: GateContext) => (await submitStep.prepare?.(own), own.evidence.target?.close()) };
    expect(faultsIn(await runPlanted(context(), [gone]), 'submit')).toMatch(/"calls a server": job .* becomes COMPLETED: not within/);
  }, 90_000);

  it('fails "events": a message breaks its contract', async () => {
    const planted = { ...eventsStep, prepare: async (own: GateContext) => (await eventsStep.prepare?.(own), plantBrokenEvent(own.urls.rabbitmq, own.evidence.ear?.queue ?? '')) };
    expect(faultsIn(await runPlanted(context(), [submitStep, planted]), 'events')).toMatch(/valid against its contract: .*not_an_envelope/);
  }, 60_000);

  it('fails "metrics": a counter stands still', async () => {
    let first: string | undefined;
    const outcomes = await through('prometheus', { changed: (path, text) => (path.includes('observatory_jobs_finished_total') ? (first ??= text) : undefined) }, [submitStep, eventsStep, metricsStep]);
    expect(faultsIn(outcomes, 'metrics')).toMatch(/^jobs finished, by status: .* COMPLETED rose by 0, not by \d+/);
    expect(faultsIn(outcomes, 'metrics').split('\n')).toHaveLength(1);
  }, 90_000);

  it('fails "dashboards": a panel asks for a metric that nothing moves', async () => {
    const planted = context();
    const load = new Load(new Client({ stack: STACK, ...planted.urls, rabbitmqManagement: '' }), 'default');
    const began = Date.now();
    await elapse(10_000);
    load.start();
    const from = Date.now();
    await elapse(12_000);
    await load.stop();
    await elapse(6_000);
    planted.evidence.timeline = { calm: { from: began, to: from }, caused: { load: { from, to: from + 12_000 } }, until: Date.now() };
    const outcomes = await runPlanted({ ...planted, dashboards: [withDeadPanel()] }, [dashboardsStep]);
    expect(faultsIn(outcomes, 'dashboards')).toMatch(/"Planted" did not move by load: it was 0 before and 0 from then on/);
  }, 90_000);

  it('fails "alerts": nothing reaches Alertmanager', async () => {
    const real = context();
    const deaf = await facade(real.urls.alertmanager, { instead: () => ({ status: 200, headers: { 'content-type': 'application/json' }, text: '[]' }) });
    await stopServer(STACK, 'alertmanager', { say: () => undefined });
    try {
      const planted = { ...seenThrough(real, { alertmanager: deaf.url }), faults: ['JobFailureRateHigh'] };
      const faults = faultsIn(await runPlanted(planted, [submitStep, eventsStep, alertsStep]), 'alerts');
      expect(faults).toMatch(/JobFailureRateHigh fires within .*: Prometheus: \d+\.\d s, Alertmanager: never, the observatory: never/);
      expect(faults).toMatch(/not heard on the broker: alert\.fired, alert\.resolved/);
    } finally {
      await startServer(STACK, 'alertmanager', { say: () => undefined });
      await deaf.close();
    }
  }, 240_000);

  it('fails "consistency": a document of the read model was altered', async () => {
    const first = context();
    await runPlanted(first, [submitStep]);
    const putBack = await alterReadModel(first.urls.mongo, 'observatory', first.evidence.jobs?.[0]?.id ?? '');
    try {
      const second = { ...context(), settleMs: 2_000 };
      second.evidence.jobs = first.evidence.jobs;
      expect(faultsIn(await runPlanted(second, [consistencyStep]), 'consistency')).toMatch(/status is RETRYING there, COMPLETED in PostgreSQL/);
    } finally {
      await putBack();
    }
  }, 60_000);

  it('fails "contracts": a field that was released is gone', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'gate-contracts-'));
    try {
      cpSync(join(projectRoot(), 'contracts'), join(copy, 'contracts'), { recursive: true });
      const file = join(copy, 'contracts', 'schemas', 'domain', 'job-error.json');
      const schema = JSON.parse(readFileSync(file, 'utf8')) as { properties: Record<string, unknown>; required: string[] };
      delete schema.properties['message'];
      schema.required = schema.required.filter((field) => field !== 'message');
      writeFileSync(file, JSON.stringify(schema, null, 2));
      expect(faultsIn(await runPlanted({ ...context(), root: copy }, [contractsStep]), 'contracts')).toMatch(/job-error/);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  }, 60_000);

  it('fails "documents": a route is answered and is not documented', async () => {
    const outcomes = await through(
      'observatory',
      {
        instead: (method, path) => (path === '/v1/hidden' ? { status: method === 'OPTIONS' ? 405 : 200, headers: { allow: 'GET' } } : undefined),
        changed: (path, text) => (path === '/metrics' ? `${text}\nobservatory_http_request_duration_seconds_count{method="GET",route="/v1/hidden",status="2xx",service="observatory"} 1\n` : undefined),
      },
      [documentsStep],
    );
    expect(faultsIn(outcomes, 'documents')).toMatch(/GET \/v1\/hidden/);
  }, 60_000);

  it('fails "required": an alert is not among the rules', async () => {
    const outcomes = await through('prometheus', { changed: (path, text) => (path.startsWith('/api/v1/rules') ? text.replaceAll('"name":"MongoUnavailable"', '"name":"SomethingElse"') : undefined) }, [submitStep, requiredStep]);
    expect(faultsIn(outcomes, 'required')).toBe('alert of the user\'s document: MongoUnavailable: the running Prometheus has no such rule');
  }, 60_000);

  it('fails "required": a metric is not scraped', async () => {
    const outcomes = await through('prometheus', { changed: (path) => (decodeURIComponent(path).endsWith('query=observatory_queue_depth') ? '{"status":"success","data":{"resultType":"vector","result":[]}}' : undefined) }, [submitStep, requiredStep]);
    expect(faultsIn(outcomes, 'required')).toBe('metric: queue depth: Prometheus has no series for observatory_queue_depth');
  }, 60_000);

  it('fails "boundary": what answers the console reads the broker', async () => {
    const planted = { ...context(), pidOf: () => appPid('aggregator') };
    expect(faultsIn(await runPlanted(planted, [boundaryStep]), 'boundary')).toMatch(/and to nothing else.*rabbitmq at 127\.0\.0\.1/);
  }, 60_000);

  it('fails "boundary": the page asks the gateway', async () => {
    const page = `<html><script>fetch("${system.urls.gateway}/v1/jobs")</script></html>`;
    const outcomes = await through('observatory', { instead: (_, path) => (path === '/' ? { status: 200, headers: { 'content-type': 'text/html' }, text: page } : undefined) }, [boundaryStep]);
    expect(faultsIn(outcomes, 'boundary')).toContain(`${system.urls.gateway}/v1/jobs`);
  }, 60_000);
});

function withDeadPanel(): Dashboard {
  const [first] = DASHBOARDS;
  const [row] = first?.rows ?? [];
  const [panel] = row?.panels ?? [];
  if (first === undefined || row === undefined || panel === undefined) throw new Error('there is no dashboard to plant in');
  const expr = 'sum(increase(observatory_rebuilds_total[$__rate_interval]))';
  return { ...first, rows: [{ ...row, panels: [{ ...panel, title: 'Planted', moves: rises('load'), queries: [{ expr, legend: 'planted' }] }] }] };
}
