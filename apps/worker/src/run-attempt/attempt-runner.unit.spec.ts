import { parseEnvelope, type EnvelopeOf } from '#contracts';
import { envelopeFactory, uuidV7, type ConfirmPublisher, type Delivery, type JobDelivery, type JobHandle, type PublishCallback } from '#messaging';
import { createLogger, renderMetrics } from '#observability';
import { eventually } from '#testing';
import { AttemptError, defineHandler, type HandlerContext } from '#worker-sdk';
import { ControlController } from '../hear-gateway/control.controller';
import { WorkerHeartbeatSender } from '../show-signs-of-life/worker-heartbeat';
import { AttemptRunner } from './attempt-runner';
import { HandlerRegistry } from './handler-registry';

const make = envelopeFactory({ service: 'worker', instanceId: 'w-1', version: '0.0.0' });

/** A publisher that keeps what it is given; a spec says when it is confirmed. */
class RecordingPublisher {
  readonly sent: { exchange: string; envelope: EnvelopeOf<'attempt.asked'>; transient: boolean; done: PublishCallback }[] = [];
  connected = true;
  private up: () => void = () => undefined;
  private down: () => void = () => undefined;

  onUp(listener: () => void): void {
    const before = this.up;
    this.up = () => {
      before();
      listener();
    };
  }
  onDown(listener: () => void): void {
    this.down = listener;
  }
  publishWith(exchange: string, _: string, body: Buffer, properties: { transient?: boolean }, done: PublishCallback): void {
    const parsed = parseEnvelope(body);
    if (!parsed.ok) throw new Error(`${parsed.reason}: ${parsed.detail}`);
    this.sent.push({ exchange, envelope: parsed.envelope as never, transient: properties.transient === true, done });
  }
  connect(): void {
    this.up();
  }
  disconnect(): void {
    this.down();
  }
  types(): string[] {
    return this.sent.map(({ envelope }) => envelope.eventType as string);
  }
  asPublisher(): ConfirmPublisher {
    return this as unknown as ConfirmPublisher;
  }
}

describe('AttemptRunner', () => {
  function runnerOf(run: (context: HandlerContext) => Promise<unknown>) {
    const publisher = new RecordingPublisher();
    const lines: string[] = [];
    const logger = createLogger({ service: 'worker', instanceId: 'w-1', level: 'info', destination: { write: (line: string) => lines.push(line) } });
    const handler = defineHandler({ type: 't', payloadSchema: { type: 'object' }, run });
    const runner = new AttemptRunner({ offersSlots: false, workerId: 'w-1', slots: 2, registry: new HandlerRegistry([handler]), publisher: publisher.asPublisher(), makeEnvelope: make, logger });
    const settled: string[] = [];
    const name = (handle: JobHandle) => `m${handle.tag}`;
    runner.consumeFrom({
      ack: (handles) => settled.push(...handles.map((handle) => `ack ${name(handle)}`)),
      handBack: (handle) => settled.push(`hand back ${name(handle)}`),
      subscribe: (prefetch) => settled.push(`prefetch ${prefetch}`),
    });
    const control = new ControlController(runner);
    const hear = (...envelopes: object[]) => control.take(envelopes.map((envelope) => ({ envelope }) as Delivery));
    let tags = 0;
    const deliver = (type = 't'): string => {
      const jobId = uuidV7();
      const { envelope } = make('job.queued', { jobId, previousStatus: 'QUEUED', status: 'QUEUED', type, queue: 'q', priority: 'high', payload: {}, attempt: 1, maxAttempts: 1, idempotencyKey: jobId, reason: 'submitted' }, { correlationId: `c-${jobId}` });
      runner.delivered({ envelope, handle: { tag: ++tags } as JobHandle, priority: 'high', queue: 'q', redelivered: false, bytes: 1 } satisfies JobDelivery);
      return jobId;
    };
    const grantAll = async (): Promise<void> => {
      const asked = await eventually(() => {
        const found = publisher.sent.find(({ envelope }) => envelope.eventType === 'attempt.asked');
        if (!found) throw new Error('nobody asked');
        return found;
      });
      publisher.sent.splice(publisher.sent.indexOf(asked), 1);
      hear({ eventType: 'attempt.granted', payload: { workerId: 'w-1', grants: asked.envelope.payload.asks.map(({ jobId, deliveryId, ask }) => ({ jobId, deliveryId, ask, attempt: 3 })) } });
    };
    return { publisher, runner, settled, hear, deliver, grantAll, lines };
  }

  it('does what the protocol says: consumes when it can ask, asks, runs, reports, acks when confirmed', async () => {
    const contexts: HandlerContext[] = [];
    const { publisher, settled, deliver, grantAll } = runnerOf((context) => Promise.resolve(void contexts.push(context)));
    publisher.connect();
    await eventually(() => expect(settled).toEqual(['prefetch 2']));
    const jobId = deliver();
    await grantAll();
    await eventually(() => expect(publisher.types()).toEqual(['attempt.succeeded']));
    const [{ envelope, exchange, transient, done }] = publisher.sent as [(typeof publisher.sent)[number]];
    expect([exchange, transient, envelope.correlationId, envelope.idempotencyKey]).toEqual(['observatory.reports', false, `c-${jobId}`, `${contexts[0]?.deliveryId}:attempt.succeeded`]);
    expect(contexts[0]).toMatchObject({ jobId, attempt: 3, idempotencyKey: jobId, correlationId: `c-${jobId}` });
    done(null, 'confirmed');
    await eventually(() => expect(settled).toEqual(['prefetch 2', 'ack m1']));
  });

  it('sends a report again that the broker took and could not route', async () => {
    const { publisher, settled, deliver, grantAll } = runnerOf(() => Promise.resolve());
    publisher.connect();
    deliver();
    await grantAll();
    await eventually(() => expect(publisher.types()).toEqual(['attempt.succeeded']));
    publisher.sent[0]?.done(null, 'returned');
    await eventually(() => expect(publisher.types()).toEqual(['attempt.succeeded', 'attempt.succeeded']));
    expect(settled).toEqual(['prefetch 2']);
  });

  it('fires the signal of what is revoked, answers probes, acks early what it is told to own', async () => {
    const { publisher, hear, settled, deliver, grantAll } = runnerOf(({ signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))));
    publisher.connect();
    const jobId = deliver();
    await grantAll();
    await eventually(() => expect(publisher.types()).toEqual(['attempt.started']));
    const started = publisher.sent[0]?.envelope as unknown as EnvelopeOf<'attempt.started'>;
    const ref = { jobId, deliveryId: started.payload.attempts[0]?.deliveryId as string };
    hear({ eventType: 'attempt.probed', payload: { attempts: [ref] } }, { eventType: 'attempt.owned', payload: { attempts: [ref] } }, { eventType: 'attempt.asked', payload: {} });
    await eventually(() => expect(settled).toContain('ack m1'));
    hear({ eventType: 'attempt.revoked', payload: { attempts: [{ ...ref, reason: 'cancelled' }] } });
    await eventually(() => expect(publisher.types()).toEqual(['attempt.started', 'attempt.probe_answered', 'attempt.failed']));
    expect((publisher.sent.at(-1)?.envelope as unknown as EnvelopeOf<'attempt.failed'>).payload).toMatchObject({ cause: 'aborted', error: { code: 'cancelled' } });
  });

  it('forgets what is denied', async () => {
    const { publisher, hear, settled, deliver } = runnerOf(() => Promise.resolve());
    publisher.connect();
    const jobId = deliver();
    await eventually(() => expect(publisher.types()).toEqual(['attempt.asked']));
    const { deliveryId } = publisher.sent[0]?.envelope.payload.asks[0] as { deliveryId: string };
    hear({ eventType: 'attempt.denied', payload: { denials: [{ jobId, deliveryId, reason: 'terminal' }] } });
    await eventually(() => expect(settled).toEqual(['prefetch 2', 'ack m1']));
  });

  it('hands back what waits when it loses its way to the gateway', async () => {
    const { publisher, settled, deliver } = runnerOf(() => Promise.resolve());
    publisher.connect();
    await eventually(() => expect(settled).toEqual(['prefetch 2']));
    publisher.disconnect();
    deliver();
    await eventually(() => expect(settled).toEqual(['prefetch 2', 'prefetch 0', 'hand back m1']));
  });

  it('writes a line for each failure and each longer success, with the correlation id, and counts them', async () => {
    const { publisher, deliver, grantAll, lines } = runnerOf(() => Promise.reject(new AttemptError('boom', 'it went off', { retryable: true })));
    publisher.connect();
    const jobId = deliver();
    const unknown = deliver('nobody.knows');
    await grantAll();
    await eventually(() => expect(publisher.types()).toEqual(['attempt.failed', 'attempt.failed']));
    const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(parsed.find((line) => line['jobId'] === jobId)).toMatchObject({ correlationId: `c-${jobId}`, code: 'boom', msg: 'an attempt failed', attempt: 3 });
    expect(parsed.find((line) => line['jobId'] === unknown)).toMatchObject({ code: 'unknown_job_type' });
    const metrics = await renderMetrics();
    expect(metrics).toMatch(/attempts_finished_total\{job_type="t",outcome="failed"\} 1/);
    expect(metrics).toMatch(/attempts_finished_total\{job_type="unknown",outcome="failed"\} 1/);
    expect(metrics).not.toContain('nobody.knows');
  });

  it('passes on what a handler tells, and nothing any more once its attempt was cut off', async () => {
    const release: (() => void)[] = [];
    const { publisher, hear, deliver, grantAll, lines, runner, settled } = runnerOf(async ({ progress, log }) => {
      progress({ done: 1, total: 4 });
      log.warn('low on ink', { percent: 3 });
      await new Promise<void>((resolve) => release.push(resolve));
      progress(1);
      log.info('too late');
    });
    publisher.connect();
    const jobId = deliver();
    await grantAll();
    await eventually(() => expect(publisher.types()).toEqual(expect.arrayContaining(['attempt.started', 'attempt.progressed', 'attempt.logged'])));
    const told = publisher.sent.filter(({ exchange }) => exchange === 'observatory.telemetry').map(({ envelope, transient }) => [envelope.payload, transient]);
    expect(told).toMatchObject([
      [{ jobId, workerId: 'w-1', value: 0.25, message: '1 of 4' }, true],
      [{ jobId, workerId: 'w-1', lines: [{ level: 'warn', text: 'low on ink {"percent":3}' }] }, true],
    ]);
    const { deliveryId } = told[0]?.[0] as unknown as { deliveryId: string };
    hear({ eventType: 'attempt.revoked', payload: { attempts: [{ jobId, deliveryId, reason: 'fenced' }] } });
    await eventually(() => expect(settled).toContain('ack m1'));
    release.forEach((resolve) => resolve());
    await eventually(() => expect(runner.busy).toBe(0));
    expect(publisher.sent.filter(({ exchange }) => exchange === 'observatory.telemetry')).toHaveLength(2);
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([expect.objectContaining({ level: 'warn', msg: 'low on ink', percent: 3, jobId }), expect.objectContaining({ msg: 'an attempt succeeded' })]);
  });

  it('stops when all is handed over, or says that it could not', async () => {
    const clean = runnerOf(() => Promise.resolve());
    clean.publisher.connect();
    expect(await clean.runner.stop(1_000)).toBe(true);
    let release = (): void => undefined;
    const stubborn = runnerOf(() => new Promise((resolve) => (release = () => resolve(undefined))));
    stubborn.publisher.connect();
    stubborn.deliver();
    await stubborn.grantAll();
    await eventually(() => expect(stubborn.runner.busy).toBe(1));
    expect(stubborn.runner.runningJobs).toHaveLength(1);
    expect(await stubborn.runner.stop(20)).toBe(false);
    release();
    await eventually(() => expect(stubborn.runner.busy).toBe(0));
  }, 10_000);
});

describe('WorkerHeartbeatSender', () => {
  it('announces the worker and tells how it is as soon as it is connected, then every five seconds, and nothing while it is not', () => {
    jest.useFakeTimers();
    const publisher = new RecordingPublisher();
    const facts = { workerId: 'w-1', version: '0.0.0', startedAt: '2026-01-01T00:00:00.000Z', slots: 1, queues: [], types: [] };
    const sender = new WorkerHeartbeatSender(
      publisher.asPublisher(),
      () => make('worker.announced', facts, { correlationId: 'w-1' }),
      () => make('worker.heartbeat', { ...facts, service: 'worker', busy: 0, running: [] }, { correlationId: 'w-1' }),
    );
    sender.start();
    publisher.connect();
    expect(publisher.types()).toEqual(['worker.announced', 'worker.heartbeat']);
    expect(publisher.sent.map(({ exchange, transient }) => [exchange, transient])).toEqual([['observatory.reports', true], ['observatory.telemetry', true]]);
    jest.advanceTimersByTime(5_000);
    expect(publisher.sent).toHaveLength(4);
    publisher.connected = false;
    jest.advanceTimersByTime(20_000);
    expect(publisher.sent).toHaveLength(4);
    sender.stop();
    publisher.connected = true;
    jest.advanceTimersByTime(20_000);
    expect(publisher.sent).toHaveLength(4);
    publisher.sent[0]?.done(null, 'confirmed');
    jest.useRealTimers();
  });
});
