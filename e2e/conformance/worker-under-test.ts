import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { parseEnvelope, type AttemptAsk, type AttemptRef, type Envelope, type EnvelopeOf, type EventType, type ProbeAnswer } from '#contracts';
import { eventually } from '#testing';
import { COMPILED } from '../system/quick-start';
import { CANCEL_GRACE_MS } from './cancel-grace';
import type { JobSpec, PlayedGateway } from './played-gateway';
import { WireTap, type TappedPublish } from './wire-tap';

/** One envelope of the worker, with the publish it came in. */
export type Said<T extends EventType = EventType> = { readonly envelope: EnvelopeOf<T>; readonly publish: TappedPublish };
export type SeenAsk = AttemptAsk & { readonly workerId: string; readonly at: number; readonly connection: number };

/** A worker process behind a tap, and everything it has said so far. */
export class WorkerUnderTest {
  readonly said: Said[] = [];
  readonly asks: SeenAsk[] = [];
  readonly answers: ProbeAnswer[] = [];
  /** Messages that were no valid envelopes, and why. */
  readonly invalid: string[] = [];
  private readonly dismissed = new Set<string>();
  private child: ChildProcess | undefined;
  private log = '';

  private constructor(
    readonly gateway: PlayedGateway,
    readonly tap: WireTap,
    readonly options: WorkerOptions,
  ) {
    tap.onPublish = (publish) => this.hear(publish);
  }

  static async start(gateway: PlayedGateway, options: WorkerOptions): Promise<WorkerUnderTest> {
    await gateway.openQueue(options.queue);
    const worker = new WorkerUnderTest(gateway, await WireTap.inFrontOf(gateway.url), options);
    worker.spawn();
    await worker.until(() => worker.hears(), 'the worker connects, binds its control queue and answers a probe', 20_000);
    await worker.until(() => worker.tap.methods.some((method) => method.kind === 'consume' && method.queue.startsWith('jobs.')), 'the worker consumes', 20_000);
    return worker;
  }

  /** Routing keys that control queues were bound with, in order. */
  get controlKeys(): string[] {
    return this.tap.methods.flatMap((method) => (method.kind === 'queue_bind' && method.exchange === 'observatory.control' ? [method.routingKey] : []));
  }

  get id(): string {
    return this.controlKeys.at(-1) ?? 'unknown';
  }

  get exited(): boolean {
    return this.child === undefined || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  get exitCode(): number | null | undefined {
    return this.child?.exitCode;
  }

  /** What it wrote to its terminal, the end of it. */
  get output(): string {
    return this.log.slice(-2_000);
  }

  /** Gives it a job. */
  submit(spec: Partial<Omit<JobSpec, 'queue'>>): Pick<JobSpec, 'jobId'> & { readonly correlationId: string } {
    const jobId = randomUUID();
    const job = { jobId, correlationId: `c-${jobId}`, queue: this.options.queue, ...spec };
    this.gateway.submit(job);
    return job;
  }

  of<T extends EventType>(eventType: T): Said<T>[] {
    return this.said.filter((one): one is Said<T> => one.envelope.eventType === eventType);
  }

  /** Resolves with what `look` returns once that is neither undefined nor false. */
  async until<T>(look: () => T | undefined | false | Promise<T | undefined | false>, message: string, timeoutMs = 8_000): Promise<T> {
    return eventually(
      async () => {
        const found = await look();
        if (found === undefined || found === false) throw new Error(this.exited ? `the process has ended; it wrote: ${this.output}` : 'not yet');
        return found;
      },
      { message, timeoutMs, intervalMs: 20 },
    );
  }

  probe(attempts: readonly AttemptRef[]): void {
    this.gateway.tell(this.id, 'attempt.probed', { workerId: this.id, attempts: [...attempts] });
  }

  /** The answer to a probe about one delivery. */
  async probed({ jobId, deliveryId }: AttemptRef): Promise<ProbeAnswer['status']> {
    const before = this.answers.length;
    this.probe([{ jobId, deliveryId }]);
    return this.until(() => this.answers.slice(before).find((answer) => answer.deliveryId === deliveryId)?.status, 'a probe is answered', 3_000);
  }

  /** Resolves when the worker has dealt with everything it was told before: control messages come in order, and a probe is answered. */
  async hasHeard(): Promise<void> {
    await this.probed({ jobId: randomUUID(), deliveryId: randomUUID() });
  }

  /** Asks until it answers: what is published before the broker has bound its control queue is lost. */
  private hears(): boolean {
    if (this.controlKeys.length > 0) this.probe([{ jobId: randomUUID(), deliveryId: randomUUID() }]);
    return this.answers.length > 0;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.child?.pid !== undefined && !this.exited) process.kill(-this.child.pid, signal);
  }

  /** Denies whatever is still asked for these jobs, and takes back what still runs of them. */
  dismiss(jobs: readonly { readonly jobId: string; readonly asks: readonly SeenAsk[] }[]): void {
    for (const job of jobs) {
      this.dismissed.add(job.jobId);
      for (const ask of job.asks) {
        this.gateway.tell(this.id, 'attempt.denied', { workerId: this.id, denials: [{ jobId: job.jobId, deliveryId: ask.deliveryId, reason: 'terminal' }] });
        this.gateway.tell(this.id, 'attempt.revoked', { workerId: this.id, attempts: [{ jobId: job.jobId, deliveryId: ask.deliveryId, reason: 'fenced' }] });
      }
    }
  }

  async end(): Promise<void> {
    if (!this.exited && this.child) {
      const exit = once(this.child, 'exit');
      this.signal('SIGKILL');
      await exit;
    }
    await this.tap.close();
  }

  private spawn(): void {
    const { command, queue, slots, graceMs } = this.options;
    const child = spawn('/bin/sh', ['-c', `exec ${command}`], {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        PYTHONDONTWRITEBYTECODE: '1',
        ...COMPILED,
        LOG_LEVEL: 'warn',
        HTTP_PORT: '0',
        AMQP_URL: this.tap.url,
        WORKER_QUEUES: queue,
        WORKER_SLOTS: String(slots),
        WORKER_GRACE_MS: String(graceMs),
        WORKER_CANCEL_GRACE_MS: String(CANCEL_GRACE_MS),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (this.log = (this.log + bytes.toString('utf8')).slice(-10_000)));
    this.child = child;
  }

  private hear(publish: TappedPublish): void {
    if (publish.exchange !== 'observatory.reports' && publish.exchange !== 'observatory.telemetry') return;
    const parsed = parseEnvelope(publish.body);
    if (!parsed.ok) {
      this.invalid.push(`${publish.routingKey}: ${parsed.reason}: ${parsed.detail}`);
      return;
    }
    const { envelope } = parsed;
    if (envelope.eventType !== publish.routingKey) this.invalid.push(`${envelope.eventType} was published with the routing key ${publish.routingKey}`);
    this.said.push({ envelope, publish });
    this.remember(envelope, publish);
  }

  private remember(envelope: Envelope, { at, connection }: TappedPublish): void {
    if (envelope.eventType === 'attempt.probe_answered') this.answers.push(...envelope.payload.answers);
    if (envelope.eventType !== 'attempt.asked') return;
    const { workerId, asks } = envelope.payload;
    for (const ask of asks) {
      this.asks.push({ ...ask, workerId, at, connection });
      if (this.dismissed.has(ask.jobId)) this.gateway.tell(workerId, 'attempt.denied', { workerId, denials: [{ jobId: ask.jobId, deliveryId: ask.deliveryId, reason: 'terminal' }] });
    }
  }
}

export interface WorkerOptions {
  readonly command: string;
  readonly queue: string;
  readonly slots: number;
  readonly graceMs: number;
}
