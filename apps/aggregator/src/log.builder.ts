import { CONTRACT_VERSION_OF, type EventType, type JobStatus, type PayloadOf } from '#contracts';
import type { LoggedEvent } from '#read-model';

/** Builds logs for specs: valid events with contiguous positions and versions, the same for the same calls. */
export class LogBuilder {
  readonly events: LoggedEvent[] = [];
  private readonly versions = new Map<string, number>();

  constructor(
    readonly epoch = idOf(0xe0c, 1),
    private readonly firstPosition = 1,
  ) {}

  get head(): { position: number; epoch: string } {
    return { position: this.firstPosition + this.events.length - 1, epoch: this.epoch };
  }

  append<T extends EventType>(eventType: T, streamId: string, payload: PayloadOf[T], extra: { correlationId?: string; tenantId?: string } = {}): this {
    const position = this.firstPosition + this.events.length;
    const version = (this.versions.get(streamId) ?? 0) + 1;
    this.versions.set(streamId, version);
    this.events.push({
      contractVersion: CONTRACT_VERSION_OF[eventType],
      eventType,
      eventId: idOf(0xe, position),
      occurredAt: timeOf(position),
      producer: { service: 'gateway', instanceId: 'gateway-1', version: '0.1.0' },
      correlationId: extra.correlationId ?? `correlation-${streamId.slice(-4)}`,
      idempotencyKey: `${streamId}:${version}`,
      tenantId: extra.tenantId ?? 'default',
      stream: { id: streamId, version, position, epoch: this.epoch },
      payload,
    } as unknown as LoggedEvent);
    return this;
  }

  job(number: number, options: JobFacts = {}): JobScript {
    return new JobScript(this, idOf(0x10b, number), options);
  }
}

/** What a job is submitted with; what is not given is the same for all. */
export type JobFacts = Partial<Omit<PayloadOf['job.submitted'], 'jobId' | 'previousStatus' | 'status' | 'submittedAt'>> & { readonly tenantId?: string };

/** One job's life, event by event. Each method appends one event and returns the script. */
export class JobScript {
  private status: JobStatus | null = null;
  private attempt = 0;
  private losses = 0;
  private readonly tenantId: string | undefined;
  private readonly facts: Omit<JobFacts, 'tenantId'> & Required<Pick<JobFacts, 'type' | 'queue' | 'priority' | 'payload' | 'maxAttempts'>>;

  constructor(
    private readonly log: LogBuilder,
    readonly id: string,
    { tenantId, ...options }: JobFacts,
  ) {
    this.tenantId = tenantId;
    this.facts = { type: 'simulate.work', queue: 'default', priority: 'normal', payload: { durationMs: 5 }, maxAttempts: 5, ...options };
  }

  submitted(status: JobStatus = this.facts.after ? 'WAITING' : this.facts.runAt === undefined ? 'QUEUED' : 'SCHEDULED'): this {
    return this.add('job.submitted', status, { ...this.facts, submittedAt: this.now() });
  }

  queued(reason: PayloadOf['job.queued']['reason'] = 'submitted'): this {
    const { type, queue, priority, payload, maxAttempts, idempotencyKey, timeoutMs, after } = this.facts;
    const parents = reason === 'parents_ended' ? after?.map((jobId) => ({ jobId, status: 'COMPLETED' })) : undefined;
    return this.add('job.queued', 'QUEUED', { type, queue, priority, payload, maxAttempts, attempt: this.attempt + 1, idempotencyKey: idempotencyKey ?? this.id, timeoutMs, parents, reason });
  }

  started(workerId = 'worker-1'): this {
    this.attempt += 1;
    return this.add('job.started', 'RUNNING', { attempt: this.attempt, deliveryId: this.delivery(), workerId, startedAt: this.now() });
  }

  retryScheduled(cause: PayloadOf['job.retry_scheduled']['cause'] = 'failed', workerId = 'worker-1'): this {
    this.losses += cause === 'lost' ? 1 : 0;
    const error = { code: 'boom', message: 'it went wrong', details: { $where: 'x', 'a.b': { _bsontype: 'ObjectId' } } };
    return this.add('job.retry_scheduled', 'RETRYING', {
      attempt: this.attempt, deliveryId: this.delivery(), workerId, startedAt: this.now(), endedAt: this.now(), cause, error, runAt: this.now(), losses: this.losses,
    });
  }

  completed(result: unknown = { ok: true }, workerId = 'worker-1'): this {
    return this.add('job.completed', 'COMPLETED', {
      attempt: this.attempt, deliveryId: this.delivery(), workerId, startedAt: this.now(), finishedAt: this.now(), durationMs: 12, result: result,
    });
  }

  /** The deadline ends a job that nobody runs. */
  deadline(): this {
    return this.add('job.failed', 'FAILED', { attempt: this.attempt, finishedAt: this.now(), cause: 'deadline', error: { code: 'deadline_exceeded', message: 'The job had not ended by its deadline.' } });
  }

  failed(cause: PayloadOf['job.failed']['cause'] = 'failed'): this {
    return this.add('job.failed', 'FAILED', { attempt: this.attempt, finishedAt: this.now(), cause, error: { code: 'boom', message: 'it went wrong for good' } });
  }

  cancelRequested(by = 'somebody', cause?: PayloadOf['job.cancelled']['cause']): this {
    return this.add('job.cancel_requested', this.status ?? 'QUEUED', { requestedAt: this.now(), by, reason: 'no longer needed', cause });
  }

  cancelled(by = 'somebody', cause?: PayloadOf['job.cancelled']['cause']): this {
    return this.add('job.cancelled', 'CANCELLED', { finishedAt: this.now(), by, cause });
  }

  redriven(by = 'somebody'): this {
    return this.add('job.redriven', 'FAILED', { by, redrivenTo: idOf(0x10b, 0xffff) });
  }

  private add<T extends EventType>(eventType: T, status: JobStatus, rest: object): this {
    const payload = { jobId: this.id, previousStatus: this.status, status, type: this.facts.type, queue: this.facts.queue, ...rest };
    // What is left of the payload is told by whoever adds the event; the projectors under test see what does not fit.
    this.log.append(eventType, this.id, payload as unknown as PayloadOf[T], { tenantId: this.tenantId });
    this.status = status;
    return this;
  }

  private delivery(): string {
    return idOf(0xde1, Number.parseInt(this.id.slice(-6), 16) * 100 + this.attempt);
  }

  private now(): string {
    return timeOf(this.log.head.position + 1);
  }
}

/** A UUIDv7-shaped id: higher numbers sort later. */
export function idOf(kind: number, number: number): string {
  return `0193${kind.toString(16).padStart(4, '0')}-${'0000'}-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

function timeOf(position: number): string {
  return new Date(Date.UTC(2026, 0, 1) + position * 1_000).toISOString();
}
