import type { JobType, Limit, Operation, Pause, WorkerId } from '#contracts';
import type { ReadModelDefinition, ReadModelDocument } from '../projector';
import { fromJsonText, type JsonText } from './json-text';

/** What is known of each kind of thing that operators set, or that announces itself. */
export interface ResourceStates {
  /** A queue that was paused, resumed or bounded at least once. */
  readonly queue: { readonly queue: string; readonly paused?: Pause; readonly concurrency?: number };
  /** Its definition, where it was defined; a pause needs none. */
  readonly job_type: Partial<JobType> & Pick<JobType, 'name'>;
  readonly limit: Limit;
  /** As it was started, how far it told to be, and what came of it once it has ended. */
  readonly operation: Omit<Operation, 'cancelRequested' | 'failures'>;
  readonly worker: {
    readonly workerId: WorkerId;
    readonly startedAt?: string;
    readonly queues: readonly string[];
    readonly types: readonly string[];
    readonly slots?: number;
    readonly paused?: Pause;
    readonly lostAt?: string;
  };
}
export type ResourceKind = keyof ResourceStates;

/** What belongs to no tenant: all of them share it. */
export const SHARED_KINDS = ['queue', 'job_type', 'limit', 'worker'] as const satisfies readonly ResourceKind[];

/**
 * A queue's pause, a job type, a limit, a bulk operation, a worker: one document each, `_id` the stream of its events. Few beside jobs, and read as a whole:
 * the state is one text. One that was removed stays, marked, so that a late reader of its events finds where they belong.
 */
export type ResourceDocument = ReadModelDocument & {
  readonly kind: ResourceKind;
  readonly name: string;
  readonly tenantId: string;
  readonly state: JsonText;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly deletedAt?: string;
};

export const RESOURCES = {
  name: 'resources',
  version: 3,
  indexes: [
    { name: 'kind_living_by_name', key: { kind: 1, deletedAt: 1, name: 1 } },
    { name: 'tenant_kind_living_by_name', key: { tenantId: 1, kind: 1, deletedAt: 1, name: 1 } },
  ],
} as const satisfies ReadModelDefinition;

/** The state of a document of this kind. */
export function toResourceState<K extends ResourceKind>(_kind: K, { state }: Pick<ResourceDocument, 'state'>): ResourceStates[K] {
  return fromJsonText<ResourceStates[K]>(state) as ResourceStates[K];
}
