import type { SubmitCommand } from '#domain';
import { uuidV7, type CommandExecutor, type ResourceStore } from '#event-log';
import type { ConfirmPublisher, MessageProperties, PublishCallback } from '#messaging';
import { MemoryDocuments } from '../../apps/aggregator/src/project-log/memory-read-models.harness';
import { WorkerVitals } from '../../apps/gateway/src/engine/probes/worker-vitals';
import type { ReportHandler } from '../../apps/gateway/src/engine/reports/report-handler';
import type { OperationState } from '../../apps/gateway/src/operations/operation-state';
import type { SubmitTick } from '../../apps/gateway/src/schedules/submit-tick';
import type { PlantName } from './plant-names';
import type { SimStore } from './store/sim-store';

/**
 * Places around the real code where a bug can be planted: a port that is replaced, a function that is wrapped, a rule of a simulated server that
 * is left out. The code itself has no switches.
 */
export interface Plants {
  /** Before the schedule; what it returns undoes it. */
  readonly install?: () => () => void;
  readonly store?: (store: SimStore) => void;
  readonly relayPublisher?: (publisher: ConfirmPublisher) => void;
  readonly workerPublisher?: (publisher: ConfirmPublisher) => void;
  readonly executor?: (executor: CommandExecutor, store: SimStore) => void;
  readonly submitTick?: (submit: SubmitTick) => SubmitTick;
  /** What the runner of operations reads and writes them in. */
  readonly operations?: (resources: ResourceStore) => ResourceStore;
  readonly reports?: (reports: ReportHandler, executor: CommandExecutor, store: SimStore) => void;
}

/** Says that everything has arrived as soon as it was written. */
function confirmsAtOnce(publisher: ConfirmPublisher): void {
  const publishWith = publisher.publishWith.bind(publisher);
  publisher.publishWith = (exchange: string, routingKey: string, body: Buffer, properties: MessageProperties, done: PublishCallback): void => {
    publishWith(exchange, routingKey, body, properties, () => undefined);
    queueMicrotask(() => done(null, 'confirmed'));
  };
}

/** Does with a report what the owner's own would do. */
function asIfOwner(executor: CommandExecutor, store: SimStore, applies: (jobId: string, deliveryId: string, kind: string) => boolean): void {
  const run = executor.run.bind(executor);
  executor.run = ((jobId: string, command: { kind: string; deliveryId?: string }, options: never) => {
    const owner = store.jobs.get(jobId)?.owner_delivery_id ?? undefined;
    const reports = command.kind === 'started' || command.kind === 'succeeded' || command.kind === 'failed';
    const disguised = reports && owner !== undefined && owner !== command.deliveryId && applies(jobId, command.deliveryId ?? '', command.kind);
    return run(jobId, (disguised ? { ...command, deliveryId: owner } : command) as never, options);
  });
}

/** Which delivery has reported its end of a job: what the table would have to remember, so that any gateway can forget to look. */
const endedIn = new WeakMap<SimStore, Map<string, string>>();

/** Lets a report that ended an attempt before end it again. */
function acceptsDuplicates(executor: CommandExecutor, store: SimStore): void {
  const ended = endedIn.get(store) ?? new Map<string, string>();
  endedIn.set(store, ended);
  const run = executor.run.bind(executor);
  executor.run = ((jobId: string, command: { kind: string; deliveryId?: string }, options: never) => {
    const ends = command.kind === 'succeeded' || command.kind === 'failed';
    const owner = store.jobs.get(jobId)?.owner_delivery_id ?? undefined;
    const again = ends && owner !== undefined && owner !== command.deliveryId && ended.get(jobId) === command.deliveryId;
    if (ends && !again) ended.set(jobId, command.deliveryId ?? '');
    return run(jobId, (again ? { ...command, deliveryId: owner } : command) as never, options);
  });
}

/** Changes what is submitted. */
function submitsAnother(executor: CommandExecutor, change: (command: SubmitCommand) => SubmitCommand): void {
  const submit = executor.submit.bind(executor);
  executor.submit = (command, ...rest) => submit(change(command), ...rest);
}

const withoutWindow = (command: SubmitCommand): SubmitCommand => (command.dedupe === undefined ? command : { ...command, dedupe: { ...command.dedupe, until: new Date(0).toISOString() } });
const withoutSharedKey = (command: SubmitCommand): SubmitCommand => (command.redrivenFrom === undefined ? command : { ...command, idempotencyKey: command.jobId });

/** Takes a redelivered message for the proof that its owner is dead. */
function believesRedelivery(reports: ReportHandler, executor: CommandExecutor, store: SimStore): void {
  const handle = reports.handle.bind(reports);
  reports.handle = async (envelopes) => {
    for (const envelope of envelopes) {
      if (envelope.eventType !== 'attempt.asked') continue;
      for (const { jobId, deliveryId, redelivered } of envelope.payload.asks) {
        const owner = store.jobs.get(jobId)?.owner_delivery_id;
        if (!redelivered || owner === null || owner === undefined || owner === deliveryId) continue;
        await executor.run(jobId, { kind: 'lost', deliveryId: owner, detail: 'worker_gone' }, { patient: true });
      }
    }
    await handle(envelopes);
  };
}

/** While it holds, one returned probe is enough. Undone by what it returns: the class belongs to the whole thread. */
function oneReturnIsEnough(): () => void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its own `this` below
  const { judge } = WorkerVitals.prototype;
  WorkerVitals.prototype.judge = function (this: WorkerVitals, ...facts: Parameters<typeof judge>): ReturnType<typeof judge> {
    const verdict = judge.apply(this, facts);
    return verdict.kind === 'suspect' ? { kind: 'gone' } : verdict;
  };
  return () => {
    WorkerVitals.prototype.judge = judge;
  };
}

/** Lets a grant through that was decided on a row which has changed since. */
function grantsBlindly(store: SimStore): void {
  store.ignoresRevOfGrants = true;
}

function countsWallTime(store: SimStore): void {
  store.ticksByWallTime = true;
}

/** Takes every write for written, also where another aggregator was there first. Undone by what it returns. */
function conflictsAreFine(): () => void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its own `this` below
  const { write } = MemoryDocuments.prototype;
  MemoryDocuments.prototype.write = async function (this: MemoryDocuments, ...changes: Parameters<typeof write>): ReturnType<typeof write> {
    return (await write.apply(this, changes)).map(() => 'written');
  };
  return () => {
    MemoryDocuments.prototype.write = write;
  };
}

/** Hands an operation over as if nothing had been in hand. */
function forgetsWhatWasInHand(resources: ResourceStore): ResourceStore {
  const change: ResourceStore['change'] = (kind, name, origin, decide, ...rest) => {
    const forgetful: typeof decide = (...facts) => {
      const decision = decide(...facts);
      const claims = (decision.outcome as Partial<OperationState> | undefined)?.inFlight !== undefined;
      return claims ? { ...decision, outcome: { ...decision.outcome, inFlight: [] } } : decision;
    };
    return resources.change(kind, name, origin, forgetful, ...rest);
  };
  return Object.assign(Object.create(resources) as ResourceStore, { change });
}

export const PLANTS: Readonly<Record<PlantName, Plants>> = {
  'fence-removed': { executor: (executor, store) => asIfOwner(executor, store, () => true) },
  'cursor-before-confirm': { relayPublisher: confirmsAtOnce },
  'ack-before-confirm': { workerPublisher: confirmsAtOnce },
  'duplicate-accepted': { executor: acceptsDuplicates },
  'lease-by-wall-time': { store: countsWallTime },
  'redelivered-is-dead': { reports: believesRedelivery },
  'grant-without-rev': { store: grantsBlindly },
  'probe-with-one-return': { install: oneReturnIsEnough },
  'window-cut-short': { executor: (executor) => submitsAnother(executor, withoutWindow) },
  'worker-pause-unheard': { store: (store) => void (store.pausesWorkersQuietly = true) },
  'tokens-not-counted': { store: (store) => void (store.ignoresTokens = true) },
  'conflict-taken-for-written': { install: conflictsAreFine },
  'redrive-without-key': { executor: (executor) => submitsAnother(executor, withoutSharedKey) },
  'tick-without-key': { submitTick: (submit) => (schedule, _key, correlationId) => submit(schedule, `schedule:${uuidV7()}`, correlationId) },
  'hand-forgotten': { operations: forgetsWhatWasInHand },
};
