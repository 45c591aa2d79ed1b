import type { EnvelopeOf } from '#contracts';
import { fromJsonText, type LoggedEvent, type Projector, type ResourceDocument, type ResourceKind, RESOURCES, type ResourceStates } from '#read-model';

const DOCUMENT_BYTES = 500;

type ResourceEventType = Extract<LoggedEvent['eventType'], `${'queue' | 'jobtype' | 'limit' | 'operation' | 'worker'}.${string}`> & keyof typeof AFTER;
type ResourceEvent = { [T in ResourceEventType]: EnvelopeOf<T> & Pick<LoggedEvent, 'stream'> }[ResourceEventType];

/** A thing after an event: its kind, name and state; no state when it was removed. */
interface Change<K extends ResourceKind = ResourceKind> {
  readonly kind: K;
  readonly name: string;
  readonly state: ResourceStates[K] | undefined;
}

/** Everything that operators set, and the workers that announced themselves. */
export const resourcesProjector: Projector<ResourceDocument> = {
  model: RESOURCES,
  route: (event) => (event.eventType in AFTER ? event.stream.id : null),
  sequence: (event) => event.stream.version,
  weigh: (document) => DOCUMENT_BYTES + 2 * document.state.length,
  settled: () => false,
  project(before, logged) {
    const event = logged as ResourceEvent;
    const change = AFTER[event.eventType] as (payload: unknown, before: unknown) => Change;
    const { kind, name, state } = change(event.payload, before && fromJsonText<object>(before.state));
    return {
      _id: event.stream.id,
      kind,
      name,
      tenantId: event.tenantId ?? 'default',
      state: state === undefined ? (before?.state ?? '{}') : JSON.stringify(state),
      createdAt: before?.createdAt ?? event.occurredAt,
      updatedAt: event.occurredAt,
      deletedAt: state === undefined ? event.occurredAt : undefined,
      version: event.stream.version,
      position: event.stream.position,
    };
  },
};

type Payload<T extends LoggedEvent['eventType']> = EnvelopeOf<T>['payload'];
type Before<K extends ResourceKind> = ResourceStates[K] | undefined;

const pauseOf = ({ at, by, reason }: Payload<'queue.paused'>) => ({ at, by, reason });
const queue = (state: ResourceStates['queue']): Change<'queue'> => ({ kind: 'queue', name: state.queue, state });
const jobType = (name: string, state: Before<'job_type'>): Change<'job_type'> => ({ kind: 'job_type', name, state });
const limit = (name: string, state: Before<'limit'>): Change<'limit'> => ({ kind: 'limit', name, state });
const worker = (state: ResourceStates['worker']): Change<'worker'> => ({ kind: 'worker', name: state.workerId, state });
const unknownWorker = (workerId: string): ResourceStates['worker'] => ({ workerId, queues: [], types: [] });

/** One line for each event of the log that is about such a thing. */
const AFTER = {
  'queue.paused': (p: Payload<'queue.paused'>, before: Before<'queue'>) => queue({ ...before, queue: p.queue, paused: pauseOf(p) }),
  'queue.resumed': (p: Payload<'queue.resumed'>, before: Before<'queue'>) => queue({ ...before, queue: p.queue, paused: undefined }),
  'queue.concurrency_set': (p: Payload<'queue.concurrency_set'>, before: Before<'queue'>) => queue({ ...before, queue: p.queue, concurrency: p.concurrency ?? undefined }),
  'jobtype.defined': (p: Payload<'jobtype.defined'>, before: Before<'job_type'>) => jobType(p.jobType.name, { ...p.jobType, paused: p.jobType.paused ?? before?.paused }),
  'jobtype.deleted': (p: Payload<'jobtype.deleted'>) => jobType(p.name, undefined),
  'jobtype.paused': (p: Payload<'jobtype.paused'>, before: Before<'job_type'>) => jobType(p.name, { ...before, name: p.name, paused: { at: p.at, by: p.by, reason: p.reason } }),
  'jobtype.resumed': (p: Payload<'jobtype.resumed'>, before: Before<'job_type'>) => jobType(p.name, { ...before, name: p.name, paused: undefined }),
  'limit.set': (p: Payload<'limit.set'>) => limit(p.limit.name, p.limit),
  'limit.removed': (p: Payload<'limit.removed'>) => limit(p.name, undefined),
  'operation.started': ({ operationId: id, action, filter, dryRun, by, reason, at }: Payload<'operation.started'>): Change<'operation'> => ({
    kind: 'operation',
    name: id,
    state: { id, action, filter, dryRun, by, reason, status: 'running', matched: 0, done: 0, skipped: 0, failed: 0, progress: 0, startedAt: at },
  }),
  'operation.progressed': ({ operationId, matched, done, skipped, failed, progress, etaAt }: Payload<'operation.progressed'>, before: Before<'operation'>): Change<'operation'> => ({
    kind: 'operation',
    name: operationId,
    state: before && { ...before, matched, done, skipped, failed, progress, etaAt },
  }),
  'operation.finished': (p: Payload<'operation.finished'>, before: Before<'operation'>): Change<'operation'> => {
    const { operationId: id, action, dryRun, status, matched, done, skipped, failed, by, at } = p;
    const { filter = {}, reason, startedAt = at } = before ?? {};
    const progress = status === 'finished' ? 1 : (before?.progress ?? 0);
    return { kind: 'operation', name: id, state: { id, action, filter, dryRun, by: before?.by ?? by, reason, status, matched, done, skipped, failed, progress, startedAt, finishedAt: at } };
  },
  'worker.registered': ({ workerId, startedAt, queues, types, slots }: Payload<'worker.registered'>, before: Before<'worker'>) => worker({ workerId, startedAt, queues, types, slots, paused: before?.paused }),
  'worker.paused': (p: Payload<'worker.paused'>, before: Before<'worker'>) => worker({ ...(before ?? unknownWorker(p.workerId)), paused: { at: p.at, by: p.by, reason: p.reason } }),
  'worker.resumed': (p: Payload<'worker.resumed'>, before: Before<'worker'>) => worker({ ...(before ?? unknownWorker(p.workerId)), paused: undefined }),
  'worker.lost': (p: Payload<'worker.lost'>, before: Before<'worker'>) => worker({ ...(before ?? unknownWorker(p.workerId)), lostAt: p.at }),
};
