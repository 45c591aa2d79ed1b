import { MemoryStore } from '../../apps/aggregator/src/project-log/memory-read-models.harness';
import { envelopeOf } from './broker/parse-once';
import { SimBroker } from './broker/sim-broker';
import { JobChecks } from './checks/job-checks';
import { Judge } from './checks/judge';
import { KnownLog } from './checks/known-log';
import { MessageChecks } from './checks/message-checks';
import { Sink } from './checks/sink';
import { Calm } from './calm';
import { Clients } from './clients';
import { Faults } from './faults';
import type { Random } from './kernel/random';
import { Scheduler } from './kernel/scheduler';
import { SimProcess } from './kernel/sim-process';
import type { Plants } from './plants';
import { SimAggregator } from './processes/sim-aggregator';
import { SimGateway } from './processes/sim-gateway';
import { SimWorker } from './processes/sim-worker';
import { Operators } from './operators';
import type { Duties, Stage } from './stage';
import { StoreWire } from './store/sim-pool';
import { SimStore } from './store/sim-store';

export interface WorldSize {
  readonly gateways: number;
  readonly workers: number;
  readonly slots: number;
  readonly aggregators: number;
}

/** Everything there is in a schedule: simulated servers, the real processes on them, clients, faults and judges. */
export class World implements Stage {
  readonly scheduler: Scheduler;
  readonly calm: Calm;
  readonly judge = new Judge();
  readonly log = new KnownLog();
  readonly store: SimStore;
  readonly wire: StoreWire;
  readonly broker: SimBroker;
  readonly sink: Sink;
  readonly messages: MessageChecks;
  readonly jobChecks: JobChecks;
  readonly readModels = new MemoryStore();
  /** Chance that a step of the read models' store fails. */
  readModelFaults = 0;
  readonly gateways: SimGateway[];
  readonly workers: SimWorker[];
  readonly aggregators: SimAggregator[];
  readonly clients: Clients;
  readonly operators: Operators;
  readonly faults: Faults;

  constructor(
    random: Random,
    size: WorldSize,
    readonly plants: Plants,
    readonly duties: Duties,
    private readonly trace: ((line: string) => void) | undefined,
  ) {
    this.scheduler = new Scheduler(random);
    this.calm = new Calm(this.scheduler);
    this.store = new SimStore(this.scheduler, {
      appended: (event) => {
        const envelope = this.log.add(event);
        this.note(`  log #${event.position} ${event.streamId} v${event.version} ${event.type} ${causeOf(envelope.payload)}`);
        this.jobChecks.logged(envelope);
      },
      changed: (before, after) => {
        if (this.tracing && before?.owner_delivery_id !== after.owner_delivery_id) this.note(`  owner of ${after.id}: ${before?.owner_delivery_id ?? '-'} → ${after.owner_delivery_id ?? '-'} (${after.owner_worker_id ?? ''})`);
        this.jobChecks.changed(before, after);
      },
      cursorMoved: (cursor) => this.messages.cursorMoved(cursor),
      broken: (what) => this.judge.findings.push(what),
    });
    this.broker = new SimBroker(this.scheduler, {
      accepted: (message, queues, by) => {
        if (this.tracing) this.note(`${by.process.name} ⇢ ${message.exchange.replace('observatory.', '')}/${message.routingKey} ${message.properties.type} ${about(envelopeOf(message.content).payload)}${queues === 0 ? ' RETURNED' : ''}`);
        this.messages.accepted(message, queues, by);
      },
      delivered: (message, queue, to) => {
        if (this.tracing && queue.name.startsWith('jobs.')) this.note(`  ${queue.name} ⇢ ${to.name} ${about(envelopeOf(message.content).payload)}${message.redelivered ? ' redelivered' : ''}`);
      },
      acked: (message, queue, by) => {
        if (this.tracing && queue.name.startsWith('jobs.')) this.note(`  ${by.process.name} acked ${queue.name} ${about(envelopeOf(message.content).payload)}`);
        this.messages.acked(message, queue, by);
      },
      bound: (_queue, exchange, key) => this.messages.bound(exchange, key),
      unbound: (exchange, key, left) => this.messages.unbound(exchange, key, left),
      note: (text) => this.note(text),
    });
    this.wire = new StoreWire(this.store, () => this.broker.latencyMs());
    this.sink = new Sink(this.scheduler, this.judge);
    this.messages = new MessageChecks(this, (workerId) => this.workers.find(({ id }) => id === workerId)?.process);
    this.jobChecks = new JobChecks(this, this.messages, (bornBeforeMs) => this.workers.some((worker) => worker.process.bornMs < bornBeforeMs && worker.freeSlots > 0), (process) => this.workers.find((worker) => worker.process === process)?.id);
    this.sink.onStart = (run) => {
      this.note(`  ${run.process.name} STARTS ${run.jobId} ${run.deliveryId} attempt ${run.attempt}`);
      this.jobChecks.started(run);
    };
    this.gateways = Array.from({ length: size.gateways }, (_, i) => new SimGateway(this, `gateway-${i + 1}`));
    this.workers = Array.from({ length: size.workers }, (_, i) => new SimWorker(this, `worker-${i + 1}`, size.slots));
    this.aggregators = Array.from({ length: size.aggregators }, (_, i) => new SimAggregator(this, `aggregator-${i + 1}`));
    const checks = this.jobChecks;
    this.clients = new Clients(
      this,
      this.gateways,
      (jobId, final) => checks.cancelAnswered(jobId, final),
      (paused) => checks.pauseAnswered(paused),
      (workerId, paused) => checks.workerPauseAnswered(workerId, paused),
      (rate) => checks.rateAnswered(rate),
    );
    this.operators = new Operators(this, this.clients);
    this.faults = new Faults(this, this, (running) => this.jobChecks.killed(running));
    this.store.queues.set('default', { declared: true });
    plants.store?.(this.store);
  }

  get tracing(): boolean {
    return this.trace !== undefined;
  }

  process(name: string): SimProcess {
    return new SimProcess(name, this.scheduler);
  }

  feedAnswers(): boolean {
    return this.store.up && this.gateways.some(({ process }) => process.works);
  }

  note(text: string): void {
    this.trace?.(`${this.scheduler.nowMs.toFixed(2).padStart(10)}  ${text}`);
  }

  boot(): void {
    for (const app of [...this.gateways, ...this.workers, ...this.aggregators]) {
      this.scheduler.after(this.scheduler.random.between(0, 20), () => app.boot());
    }
  }

  /** Nothing is under way any more: every job has ended and everybody knows. */
  get atRest(): boolean {
    const { store, clients, calm } = this;
    if (clients.open > 0 || calm.forMs < 0 || store.lease.cursor !== store.head) return false;
    for (const job of store.jobs.values()) if (job.finished_at === null) return false;
    if (this.operatorsWait) return false;
    for (const { collection } of this.readModels.pointers.values()) if (this.readModels.collections.get(collection)?.checkpoint.position !== store.head) return false;
    return this.readModels.pointers.size > 0;
  }

  /** A schedule has ticks to come, or an operation goes on. */
  private get operatorsWait(): boolean {
    if (!this.duties.schedules && !this.duties.operations) return false;
    return [...this.store.resources.values()].some(({ kind, state }) => (kind === 'schedule' && state.includes('"status":"active"')) || (kind === 'operation' && state.includes('"status":"running"')));
  }
}

function causeOf(payload: object): string {
  const { cause, reason, error } = payload as { cause?: string; reason?: string; error?: { code?: string } };
  return [cause, reason, error?.code].filter((part) => part !== undefined).join(' ');
}

function about(payload: object): string {
  const items = Object.values(payload).filter(Array.isArray).flat() as object[];
  const one = (item: object): string => {
    const { jobId, deliveryId, ask, reason, status, number } = item as Record<string, string | number | undefined>;
    return [jobId, deliveryId, ask === undefined ? undefined : `ask ${ask}`, reason, status, number].filter((part) => part !== undefined).join(' ');
  };
  return [one(payload), ...items.map(one)].join(' · ').slice(0, 400);
}
