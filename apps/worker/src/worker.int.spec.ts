import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createService, type Service } from '#http';
import { eventually, faultProxy, freshVhost, type FaultProxy } from '#testing';
import { FakeGateway } from './fake-gateway.harness';
import { loadWorkerEnv } from './worker.env';
import { WorkerModule } from './worker.module';

describe('the worker against a real broker', () => {
  let url: string;
  let proxy: FaultProxy;
  let gateway: FakeGateway;
  const workers: Service[] = [];
  const uncaught: unknown[] = [];
  const onUncaught = (error: unknown) => uncaught.push(error);

  beforeAll(async () => {
    process.on('uncaughtException', onUncaught).on('unhandledRejection', onUncaught);
    url = await freshVhost();
    proxy = await faultProxy(url);
    gateway = await FakeGateway.start(url);
  });
  afterEach(async () => {
    proxy.heal();
    for (const worker of workers.splice(0)) await worker.stop();
    const { invalid } = gateway;
    expect([...invalid, ...uncaught]).toEqual([]);
    await gateway.reset();
  });
  afterAll(async () => {
    await gateway.stop();
    await proxy.close();
    process.off('uncaughtException', onUncaught).off('unhandledRejection', onUncaught);
  });

  async function worker(variables: Record<string, string> = {}): Promise<{ service: Service; id: string; ready: () => Promise<number> }> {
    const env = loadWorkerEnv({ AMQP_URL: proxy.url, HTTP_PORT: '0', LOG_LEVEL: 'silent', WORKER_GRACE_MS: '500', WORKER_HTTP_ALLOW: '127.0.0.0/8', ...variables });
    const service = await createService({ module: WorkerModule.of(env), service: 'worker', version: '0.0.0', env, configure: (app) => WorkerModule.connect(app) });
    workers.push(service);
    await service.listen();
    const ready = async () => (await fetch(`${service.url()}/readyz`)).status;
    return { service, id: service.identity.instanceId, ready };
  }

  const ended = (jobId: string) => eventually(() => gateway.saidAbout(jobId).some((type) => type === 'attempt.succeeded' || type === 'attempt.failed'), { message: 'the attempt has ended' });
  const nothingLeft = () => eventually(async () => expect(await gateway.ready()).toBe(0));

  it('asks, runs when granted, reports a short attempt with one message, and acks after it', async () => {
    const { id } = await worker();
    const jobId = gateway.submit('simulate.work', { resultBytes: 3 }, { correlationId: 'order-7' });
    await ended(jobId);
    expect(gateway.asksFor(jobId)).toMatchObject([{ ask: 1, redelivered: false, workerId: id }]);
    expect(gateway.saidAbout(jobId)).toEqual(['attempt.succeeded']);
    const [report] = gateway.of('attempt.succeeded');
    expect(report).toMatchObject({ correlationId: 'order-7', producer: { service: 'worker', instanceId: id }, payload: { workerId: id, jobId, result: { filler: 'xxx' } } });
    await (workers.pop() as Service).stop();
    await nothingLeft();
  });

  it('reports the start of a longer attempt, then its end', async () => {
    await worker();
    const jobId = gateway.submit('simulate.work', { durationMs: 60 });
    await ended(jobId);
    expect(gateway.saidAbout(jobId)).toEqual(['attempt.started', 'attempt.succeeded']);
    const [{ payload }] = gateway.of('attempt.succeeded') as [ReturnType<typeof gateway.of<'attempt.succeeded'>>[number]];
    expect(payload.durationMs).toBeGreaterThanOrEqual(59);
    expect(Date.parse(payload.endedAt) - Date.parse(payload.startedAt)).toBe(payload.durationMs);
  });

  it('runs an http.request against a real server', async () => {
    const server: Server = createServer((_, response) => response.writeHead(200, { 'x-a': 'b' }).end('hello')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    await worker();
    const jobId = gateway.submit('http.request', { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
    await ended(jobId);
    expect(gateway.of('attempt.succeeded')[0]?.payload.result).toMatchObject({ status: 200, body: 'hello', headers: { 'x-a': 'b' }, truncated: false });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('fails an unknown job type and a bad payload for good, with what is wrong', async () => {
    await worker();
    const unknown = gateway.submit('nobody.knows');
    const bad = gateway.submit('simulate.work', { durationMs: 'long' });
    await ended(unknown);
    await ended(bad);
    const failures = Object.fromEntries(gateway.of('attempt.failed').map(({ payload }) => [payload.jobId, payload]));
    expect(failures[unknown]).toMatchObject({ cause: 'failed', error: { code: 'unknown_job_type', retryable: false } });
    expect(failures[bad]).toMatchObject({ cause: 'failed', error: { code: 'invalid_payload', retryable: false, details: { errors: [{ pointer: '/durationMs' }] } } });
  });

  it('coalesces: a burst of jobs takes far fewer asks than jobs', async () => {
    for (let n = 0; n < 500; n++) gateway.submit('simulate.work');
    await eventually(async () => expect(await gateway.ready()).toBe(500));
    await worker();
    await eventually(() => expect(gateway.of('attempt.succeeded')).toHaveLength(500), { timeoutMs: 20_000 });
    expect(gateway.of('attempt.asked').length).toBeLessThan(250);
    expect(new Set(gateway.of('attempt.succeeded').map(({ payload }) => payload.jobId)).size).toBe(500);
  });

  it('repeats its ask until answered, and starts on no grant that is older than two seconds', async () => {
    const asked: Parameters<FakeGateway['onAsk']>[] = [];
    gateway.onAsk = (...ask) => asked.push(ask);
    const { id } = await worker();
    const jobId = gateway.submit('simulate.work', { durationMs: 300 });
    await eventually(() => expect(asked).toHaveLength(3), { timeoutMs: 5_000 });
    expect(asked.map(([ask]) => ask.ask)).toEqual([1, 2, 3]);
    const first = asked[0] as (typeof asked)[number];
    gateway.grant(id, first[0]);
    gateway.tell(id, 'attempt.probed', { workerId: id, attempts: [] });
    await eventually(() => expect(asked).toHaveLength(4), { timeoutMs: 3_000 });
    expect(gateway.saidAbout(jobId)).toEqual([]);
    gateway.grant(id, (asked[3] as (typeof asked)[number])[0]);
    await ended(jobId);
    expect(gateway.saidAbout(jobId)).toEqual(['attempt.started', 'attempt.succeeded']);
  }, 15_000);

  it('acks what is denied and never runs it', async () => {
    gateway.onAsk = (ask, workerId) => gateway.deny(workerId, ask, 'terminal');
    await worker();
    const jobId = gateway.submit('simulate.work');
    await eventually(() => expect(gateway.asksFor(jobId)).toHaveLength(1));
    await (workers.pop() as Service).stop();
    await nothingLeft();
    expect(gateway.saidAbout(jobId)).toEqual([]);
  });

  it('answers probes, stops a fenced handler without a word, and reports a cancelled one as aborted', async () => {
    const { id } = await worker();
    const [fenced, cancelled] = [gateway.submit('simulate.work', { durationMs: 60_000 }), gateway.submit('simulate.work', { durationMs: 60_000 })];
    await eventually(() => expect([...gateway.saidAbout(fenced), ...gateway.saidAbout(cancelled)]).toEqual(['attempt.started', 'attempt.started']));
    const ref = (jobId: string) => ({ jobId, deliveryId: gateway.asksFor(jobId)[0]?.deliveryId as string });
    gateway.tell(id, 'attempt.probed', { workerId: id, attempts: [ref(fenced), { jobId: fenced, deliveryId: fenced }] });
    await eventually(() => expect(gateway.of('attempt.probe_answered').flatMap(({ payload }) => payload.answers.map(({ status }) => status))).toEqual(['running', 'unknown']));
    gateway.tell(id, 'attempt.revoked', { workerId: id, attempts: [{ ...ref(fenced), reason: 'fenced' }, { ...ref(cancelled), reason: 'cancelled' }] });
    await ended(cancelled);
    expect(gateway.of('attempt.failed')).toMatchObject([{ payload: { jobId: cancelled, cause: 'aborted', error: { code: 'cancelled' } } }]);
    expect(gateway.saidAbout(fenced)).toEqual(['attempt.started', 'attempt.probe_answered']);
    await (workers.pop() as Service).stop();
    await nothingLeft();
  });

  it('closes an attempt when its time is over, and does not listen to its handler any more', async () => {
    const { service } = await worker({ WORKER_SLOTS: '1' });
    const jobId = gateway.submit('simulate.work', { durationMs: 900, ignoreSignal: true }, { timeoutMs: 200 });
    await ended(jobId);
    expect(gateway.of('attempt.failed')).toMatchObject([{ payload: { jobId, cause: 'timed_out', error: { code: 'timed_out', retryable: true } } }]);
    expect(gateway.of('attempt.failed')[0]?.payload.durationMs).toBeLessThan(600);
    const busy = async () => ((await (await fetch(`${service.url()}/status`)).json()) as { details: { slots: { busy: number } } }).details.slots.busy;
    expect(await busy()).toBe(1);
    await eventually(async () => expect(await busy()).toBe(0), { message: 'the handler has ended' });
    const next = gateway.submit('simulate.work');
    await ended(next);
    expect(gateway.saidAbout(jobId)).toEqual(['attempt.started', 'attempt.failed']);
  });

  it('stops a handler at once when its job is cancelled, and cuts off one that does not listen', async () => {
    const { id } = await worker({ WORKER_CANCEL_GRACE_MS: '300' });
    const [heeds, deaf] = [gateway.submit('simulate.work', { durationMs: 60_000 }), gateway.submit('simulate.work', { durationMs: 1_500, ignoreSignal: true })];
    await eventually(() => expect([...gateway.saidAbout(heeds), ...gateway.saidAbout(deaf)]).toEqual(['attempt.started', 'attempt.started']));
    const ref = (jobId: string) => ({ jobId, deliveryId: gateway.asksFor(jobId)[0]?.deliveryId as string });
    const at = performance.now();
    gateway.tell(id, 'attempt.revoked', { workerId: id, attempts: [heeds, deaf].map((jobId) => ({ ...ref(jobId), reason: 'cancelled' as const })) });
    await ended(heeds);
    expect(performance.now() - at).toBeLessThan(1_000);
    expect(gateway.saidAbout(deaf)).toEqual(['attempt.started']);
    await ended(deaf);
    expect(gateway.of('attempt.failed').map(({ payload }) => payload)).toMatchObject([
      { jobId: heeds, cause: 'aborted', error: { code: 'cancelled' } },
      { jobId: deaf, cause: 'aborted', error: { code: 'cancelled', message: expect.stringContaining('cut off') as string } },
    ]);
    await (workers.pop() as Service).stop();
    await nothingLeft();
    expect(gateway.saidAbout(deaf)).toEqual(['attempt.started', 'attempt.failed']);
  }, 15_000);

  it('asks for a job of a type it does not know as unhandled, and runs nothing when that is denied', async () => {
    gateway.onAsk = (ask, workerId) => (ask.unhandled ? gateway.deny(workerId, ask, 'paused') : gateway.grant(workerId, ask));
    await worker();
    const [unknown, known] = [gateway.submit('nobody.knows'), gateway.submit('simulate.work')];
    await ended(known);
    await eventually(() => expect(gateway.asksFor(unknown)).toMatchObject([{ unhandled: true }]));
    expect(gateway.asksFor(known)[0]).not.toHaveProperty('unhandled');
    await nothingLeft();
    expect(gateway.saidAbout(unknown)).toEqual([]);
  });

  it('takes nothing while it is paused, lets what runs come to its end, and goes on when resumed', async () => {
    const { id, service } = await worker();
    const running = gateway.submit('simulate.work', { durationMs: 600 });
    await eventually(() => expect(gateway.saidAbout(running)).toEqual(['attempt.started']));
    gateway.tell(id, 'intake.paused', { workerId: id });
    const paused = async () => ((await (await fetch(`${service.url()}/status`)).json()) as { details: { slots: { paused: boolean } } }).details.slots.paused;
    await eventually(async () => expect(await paused()).toBe(true));
    const waiting = gateway.submit('simulate.work');
    await ended(running);
    await eventually(async () => expect(await gateway.ready()).toBe(1));
    expect(gateway.asksFor(waiting)).toEqual([]);
    gateway.tell(id, 'intake.resumed', { workerId: id });
    await ended(waiting);
    expect(await paused()).toBe(false);
  });

  it('forgets what had not started when its connection is cut, and returns a grant for it that comes late', async () => {
    const asked: Parameters<FakeGateway['onAsk']>[] = [];
    gateway.onAsk = (...ask) => asked.push(ask);
    await worker();
    const jobId = gateway.submit('simulate.work');
    await eventually(() => expect(asked).toHaveLength(1));
    const [[old, id]] = asked as [[...Parameters<FakeGateway['onAsk']>]];
    proxy.cut();
    await eventually(() => expect(asked.some(([ask]) => ask.deliveryId !== old.deliveryId && ask.redelivered)).toBe(true));
    await eventually(() => {
      gateway.grant(id, old);
      expect(gateway.of('attempt.returned').flatMap(({ payload }) => payload.attempts)).toContainEqual({ jobId, deliveryId: old.deliveryId });
    });
    expect(gateway.saidAbout(jobId).every((type) => type === 'attempt.returned')).toBe(true);
    gateway.grant(id, (asked.at(-1) as (typeof asked)[number])[0]);
    await ended(jobId);
  }, 15_000);

  it('keeps its handlers over a cut: answers probes again, reports once, and does not run the redelivered job', async () => {
    const { id } = await worker();
    const jobId = gateway.submit('simulate.work', { durationMs: 1_500 });
    await eventually(() => expect(gateway.saidAbout(jobId)).toEqual(['attempt.started']));
    const owner = gateway.asksFor(jobId)[0] as ReturnType<typeof gateway.asksFor>[number];
    gateway.onAsk = (ask, workerId) => gateway.deny(workerId, ask, 'owned');
    proxy.cut();
    await eventually(() => {
      gateway.tell(id, 'attempt.probed', { workerId: id, attempts: [{ jobId, deliveryId: owner.deliveryId }] });
      expect(gateway.of('attempt.probe_answered').at(-1)?.payload.answers).toEqual([{ jobId, deliveryId: owner.deliveryId, status: 'running' }]);
    });
    await ended(jobId);
    expect(gateway.saidAbout(jobId).filter((type) => type === 'attempt.started')).toHaveLength(1);
    expect(gateway.of('attempt.succeeded').map(({ payload }) => payload.deliveryId)).toEqual([owner.deliveryId]);
    await eventually(() => expect(gateway.asksFor(jobId).some((ask) => ask.redelivered && ask.deliveryId !== owner.deliveryId)).toBe(true));
    await (workers.pop() as Service).stop();
    await nothingLeft();
  }, 15_000);

  it('reports after the broker is back what ended while it was away', async () => {
    const { ready, service } = await worker();
    const busy = async () => ((await (await fetch(`${service.url()}/status`)).json()) as { details: { slots: { busy: number } } }).details.slots.busy;
    const jobId = gateway.submit('simulate.work', { durationMs: 300 });
    await eventually(() => expect(gateway.saidAbout(jobId)).toEqual(['attempt.started']));
    proxy.refuse();
    await eventually(async () => expect(await ready()).toBe(503));
    await eventually(async () => expect(await busy()).toBe(0), { message: 'the handler has ended' });
    expect(gateway.saidAbout(jobId)).toEqual(['attempt.started']);
    proxy.heal();
    await ended(jobId);
    await eventually(async () => expect(await ready()).toBe(200));
  }, 15_000);

  it('starts without a broker, says that it is not ready, and works when there is one', async () => {
    proxy.refuse();
    const { ready } = await worker();
    expect(await ready()).toBe(503);
    const jobId = gateway.submit('simulate.work');
    proxy.heal();
    await ended(jobId);
    expect(await ready()).toBe(200);
  });

  it('hands back what waits when all slots have been held for a while, and takes it again when one is free', async () => {
    await worker({ WORKER_SLOTS: '1' });
    const long = gateway.submit('simulate.work', { durationMs: 1_500 });
    await eventually(() => expect(gateway.saidAbout(long)).toEqual(['attempt.started']));
    const waiting = gateway.submit('simulate.work', {}, { priority: 'high' });
    await eventually(async () => expect(await gateway.ready('high')).toBe(1));
    expect(gateway.saidAbout(long)).toEqual(['attempt.started']);
    await ended(waiting);
    expect(gateway.saidAbout(long)).toEqual(['attempt.started', 'attempt.succeeded']);
  });

  it('parks a message on a job queue that is no job, and tells the gateway', async () => {
    await worker();
    gateway.channel.publish('observatory.dispatch', 'default.normal', Buffer.from('{"payload":{"jobId":"0193b0a0-0000-7000-8000-000000000001"}}'));
    const good = gateway.submit('simulate.work');
    await ended(good);
    await eventually(() => expect(gateway.of('job.parked').map(({ payload }) => payload)).toEqual([{ queue: 'default', reason: 'not_an_envelope', jobId: '0193b0a0-0000-7000-8000-000000000001' }]));
    expect((await gateway.channel.checkQueue('observatory.parked.v1')).messageCount).toBe(1);
  });

  it('stops in order: finishes what is short, aborts what is long and says so, hands back the rest', async () => {
    const { service } = await worker({ WORKER_SLOTS: '2' });
    const [short, long] = [gateway.submit('simulate.work', { durationMs: 400 }), gateway.submit('simulate.work', { durationMs: 60_000 })];
    await eventually(() => expect([...gateway.saidAbout(short), ...gateway.saidAbout(long)]).toEqual(['attempt.started', 'attempt.started']));
    const waiting = [gateway.submit('simulate.work'), gateway.submit('simulate.work', {}, { priority: 'low' })];
    workers.splice(0);
    expect(await service.stop()).toBe('finished');
    expect(gateway.saidAbout(short)).toEqual(['attempt.started', 'attempt.succeeded']);
    expect(gateway.saidAbout(long)).toEqual(['attempt.started', 'attempt.failed']);
    expect(gateway.of('attempt.failed')).toMatchObject([{ payload: { jobId: long, cause: 'aborted', error: { code: 'worker_stopped', retryable: true } } }]);
    await eventually(async () => expect((await gateway.ready('normal')) + (await gateway.ready('low'))).toBe(2));
    await worker();
    for (const jobId of waiting) await ended(jobId);
  }, 15_000);

  it('takes back a grant that arrives while it stops', async () => {
    const { service, id } = await worker();
    let asked: Parameters<FakeGateway['onAsk']>[0] | undefined;
    gateway.onAsk = (ask) => (asked = ask);
    const jobId = gateway.submit('simulate.work');
    await eventually(() => expect(asked).toBeDefined());
    workers.splice(0);
    const stopping = service.stop();
    gateway.grant(id, asked as NonNullable<typeof asked>);
    expect(await stopping).toBe('finished');
    expect(gateway.saidAbout(jobId)).toEqual(['attempt.returned']);
    await nothingLeft();
  });

  it('tells the progress and the lines of a handler as telemetry', async () => {
    await gateway.channel.assertQueue('spec.telling', { exclusive: true });
    await gateway.channel.bindQueue('spec.telling', 'observatory.telemetry', 'attempt.*');
    await worker();
    const jobId = gateway.submit('simulate.work', { durationMs: 700, steps: 7 });
    await ended(jobId);
    const told: { eventType: string; payload: { jobId: string; value?: number; lines?: { text: string }[] } }[] = [];
    await eventually(async () => {
      for (let got = await gateway.channel.get('spec.telling', { noAck: true }); got; got = await gateway.channel.get('spec.telling', { noAck: true })) told.push(JSON.parse(got.content.toString()) as never);
      expect(told.flatMap(({ payload }) => payload.lines ?? [])).toHaveLength(7);
    });
    const values = told.flatMap(({ payload }) => payload.value ?? []);
    expect(values.at(-1)).toBe(1);
    expect(values.length).toBeLessThanOrEqual(3);
    expect(new Set(told.map(({ payload }) => payload.jobId))).toEqual(new Set([jobId]));
  });

  it('tells how it is: status, metrics, documentation, heartbeat', async () => {
    await gateway.channel.assertQueue('spec.telemetry', { exclusive: true });
    for (const eventType of ['worker.heartbeat', 'service.heartbeat']) await gateway.channel.bindQueue('spec.telemetry', 'observatory.telemetry', eventType);
    const { service, id } = await worker({ WORKER_SLOTS: '7' });
    const get = async (path: string) => (await fetch(`${service.url()}${path}`)).text();
    expect(JSON.parse(await get('/status'))).toMatchObject({ service: 'worker', details: { workerId: id, slots: { all: 7, busy: 0 }, queues: ['default'] } });
    expect(await get('/metrics')).toContain('observatory_worker_slots{service="worker"} 7');
    expect(JSON.parse(await get('/openapi.json'))).toHaveProperty('openapi');
    const beats = new Map<string, object>();
    await eventually(async () => {
      const got = await gateway.channel.get('spec.telemetry', { noAck: true });
      if (got) beats.set(got.fields.routingKey, JSON.parse(got.content.toString()) as object);
      expect([...beats.keys()].sort()).toEqual(['service.heartbeat', 'worker.heartbeat']);
    });
    await eventually(() => expect(gateway.of('worker.announced')[0]?.payload).toMatchObject({ workerId: id, slots: 7, queues: ['default'], types: expect.arrayContaining(['http.request', 'simulate.work']) as string[] }));
    expect(beats.get('service.heartbeat')).toMatchObject({ payload: { service: 'worker', instanceId: service.identity.instanceId, checks: [{ name: 'rabbitmq' }] } });
    expect(beats.get('worker.heartbeat')).toMatchObject({ eventType: 'worker.heartbeat', payload: { workerId: id, slots: 7, busy: 0, types: expect.arrayContaining(['http.request', 'simulate.work']) as string[], running: [] } });
  });
});
