import { eventually } from '#testing';
import { freshStores, TestGateway } from './gateway.builder';
import { ScriptedWorker } from './scripted-worker.builder';

jest.setTimeout(90_000);

describe('two gateways on the same stores', () => {
  let stores: Awaited<ReturnType<typeof freshStores>>;
  let gateways: TestGateway[];
  beforeEach(async () => {
    stores = await freshStores();
    gateways = [];
  });
  afterEach(async () => {
    for (const gateway of gateways) await gateway.stop();
  });

  async function gateway(variables: Record<string, string> = {}): Promise<TestGateway> {
    const started = await TestGateway.start(stores, variables);
    gateways.push(started);
    await eventually(() => started.isReady, { message: 'the gateway is ready' });
    return started;
  }
  const leads = async (one: TestGateway): Promise<boolean> => ((await (await one.request('GET', '/status')).json()) as { details: { relay: { leads: boolean } } }).details.relay.leads;

  it('share the reports, and go on when the one that relays leaves in the middle', async () => {
    const [one, two] = [await gateway(), await gateway()];
    await eventually(() => leads(one), { message: 'the first one leads' });
    const worker = await ScriptedWorker.start(stores.AMQP_URL, { prefetch: 50 });
    const rest = worker.workHonestly();
    const accepted: string[] = [];
    const submit = async (through: TestGateway, jobs: number): Promise<void> => {
      for (let i = 0; i < jobs; i++) accepted.push((await through.submit({ payload: { i } })).jobId);
    };
    await Promise.all([submit(one, 40), submit(two, 40)]);
    const leaving = one.stop();
    await submit(two, 40);
    await leaving;
    await eventually(() => leads(two), { message: 'the second one leads' });
    await eventually(
      async () => {
        const ended = (await two.log()).filter(({ eventType }) => eventType === 'job.completed').map(({ stream }) => stream.id);
        expect([...ended].sort()).toEqual([...accepted].sort());
      },
      { timeoutMs: 60_000, message: 'every accepted job has completed, once' },
    );
    rest();
    await worker.vanish();
    const positions = (await two.log()).map(({ stream }) => stream.position);
    expect(positions).toEqual(positions.map((_, i) => i + 1));
  });

  it('are woken by each other: what the one that does not relay commits leaves at once', async () => {
    const [one, two] = [await gateway(), await gateway()];
    await eventually(() => leads(one), { message: 'the first one leads' });
    const worker = await ScriptedWorker.start(stores.AMQP_URL);
    const { jobId } = await two.submit();
    await worker.delivery(jobId);
    const waiting = one.request('GET', '/v1/events?after=2&waitMs=20000');
    await two.submit();
    expect((await (await waiting).text()).split('\n').length).toBeGreaterThan(1);
    await worker.vanish();
  });

  it('may have one role each', async () => {
    const http = await gateway({ GATEWAY_ROLES: 'http' });
    const engine = await gateway({ GATEWAY_ROLES: 'engine' });
    await eventually(() => leads(engine), { message: 'the engine leads' });
    expect(await leads(http)).toBe(false);
    expect((await engine.post('/v1/jobs', { type: 'simulate.work' })).status).toBe(404);
    const worker = await ScriptedWorker.start(stores.AMQP_URL);
    const rest = worker.workHonestly(10);
    const { jobId } = await http.submit();
    await eventually(async () => expect((await http.job(jobId)).status).toBe('COMPLETED'), { message: 'the job completes' });
    rest();
    await worker.vanish();
  });
});
