import { projectRoot } from '../../deploy/native';
import { freshStores } from '../system/stores';
import { System } from '../system/system';
import { type GateContext, newContext } from './context';
import { facade } from './facade.harness';
import { alterReadModel, faultsIn, plantBrokenEvent, runPlanted, seenThrough } from './plants.harness';
import { consistencyStep } from './steps/consistency.step';
import { documentsStep } from './steps/documents.step';
import { eventsStep } from './steps/events.step';
import { submitStep } from './steps/submit.step';

jest.setTimeout(60_000);

/** The short cut: the steps that need no Prometheus, on a running system, as they are and with one fault each. All of them: `npm run test:gate`. */
describe('the gate on a running system', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start({ stores: await freshStores() });
  }, 90_000);

  afterAll(() => system?.stop());

  function context(): GateContext {
    const { databaseUrl, amqpUrl, mongoUrl } = system.stores;
    const at = (app: 'gateway' | 'worker' | 'aggregator' | 'observatory') => system.one(app).url;
    const urls = { gateway: at('gateway'), worker: at('worker'), aggregator: at('aggregator'), observatory: at('observatory'), postgres: databaseUrl, rabbitmq: amqpUrl, mongo: mongoUrl, prometheus: '', alertmanager: '', grafana: undefined };
    return { ...newContext(urls, projectRoot(), () => system.one('observatory').pid ?? 0, () => undefined, system.credentials), settleMs: 2_000 };
  }

  it('passes, and fails when the observatory shows a job as it is not', async () => {
    const first = context();
    const outcomes = await runPlanted(first, [submitStep, eventsStep, consistencyStep]);
    expect(outcomes.map(({ name }) => faultsIn(outcomes, name))).toEqual(['', '', '']);
    const putBack = await alterReadModel(first.urls.mongo, system.stores.mongoDatabase, first.evidence.jobs?.[0]?.id ?? '');
    try {
      const second = context();
      second.evidence.jobs = first.evidence.jobs;
      expect(faultsIn(await runPlanted(second, [consistencyStep]), 'consistency')).toMatch(/the observatory shows the same.*status is RETRYING there, COMPLETED in PostgreSQL/);
    } finally {
      await putBack();
    }
  });

  it('fails when the console draws another state than the observatory says', async () => {
    const real = context();
    await runPlanted(real, [submitStep, eventsStep]);
    const lying = await facade(real.urls.observatory, { changed: (path, text) => (path.startsWith('/assets/') ? text.replaceAll('"data-state-of":', '"data-state-of":"HELD","data-true":') : undefined) });
    try {
      const planted = { ...seenThrough(real, { observatory: lying.url }), settleMs: 100 };
      planted.evidence.jobs = real.evidence.jobs;
      expect(faultsIn(await runPlanted(planted, [{ ...consistencyStep, needs: [] }]), 'consistency')).toMatch(/the page of each job in the web console shows the same as PostgreSQL: .*status is HELD on its page, COMPLETED in PostgreSQL/);
    } finally {
      await lying.close();
    }
  });

  it('fails when a message on the broker breaks its contract', async () => {
    const planted = context();
    const preparing = { ...eventsStep, prepare: async (own: GateContext) => (await eventsStep.prepare?.(own), plantBrokenEvent(own.urls.rabbitmq, own.evidence.ear?.queue ?? '')) };
    expect(faultsIn(await runPlanted(planted, [submitStep, preparing]), 'events')).toMatch(/valid against its contract: .*not_an_envelope/);
  });

  it('passes what is documented, and fails for a route that is answered and is not', async () => {
    expect(faultsIn(await runPlanted(context(), [documentsStep]), 'documents')).toBe('');
    const real = context();
    const hidden = await facade(real.urls.observatory, {
      instead: (method, path) => (path === '/v1/hidden' ? { status: method === 'OPTIONS' ? 405 : 200, headers: { allow: 'GET' } } : undefined),
      changed: (path, text) => (path === '/metrics' ? `${text}\nobservatory_http_request_duration_seconds_count{method="GET",route="/v1/hidden",status="2xx",service="observatory"} 1\n` : undefined),
    });
    try {
      expect(faultsIn(await runPlanted(seenThrough(real, { observatory: hidden.url }), [documentsStep]), 'documents')).toMatch(/observatory: each route that it answers is documented: GET \/v1\/hidden/);
    } finally {
      await hidden.close();
    }
  });
});
