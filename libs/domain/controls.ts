import type { JobType, Limit, Pause } from '#contracts';
import type { GrantClaim } from './gates';
import type { JobState } from './job';

/*
 * What operators have set that stands between a queued job and its grant: pauses, limits, definitions of job types. A snapshot of it is one
 * value with a version, so that a decision can say on what it was made; the append refuses grants that were decided on an older version, and
 * so a pause that was answered is never passed by a grant.
 *
 * Each thing that can withhold a job has a key. A job that was denied waits under the key that stood in its way, and is sent again when the key
 * is free: `queue:<name>` and `type:<name>` (a pause), `concurrency:queue:<name>` and `concurrency:type:<name>`, `limit:<name>:<value>` (slots of
 * a limit) and `rate:<name>:<value>` (its rate).
 */

export interface QueueControls {
  readonly paused?: Pause;
  /** Jobs of the queue that may be owned at once. */
  readonly concurrency?: number;
}

/** A definition as it is stored: name and version are the resource's. */
export type JobTypeControls = Readonly<Omit<JobType, 'name' | 'version'>>;

/** A limit as it is stored. */
export type LimitControls = Readonly<Omit<Limit, 'name'>>;

/** The policy pack that every gateway is to go by. */
export interface PolicyControls {
  readonly hash: string;
  /** Counts the times that a reload was asked for: each gateway reads its file anew when it grows. */
  readonly reloads: number;
}

export interface WorkerControls {
  readonly paused?: Pause;
}

/** A resource that gates grants, as it is stored. */
export type ControlResource =
  | { readonly kind: 'queue'; readonly name: string; readonly state: QueueControls }
  | { readonly kind: 'job_type'; readonly name: string; readonly version: number; readonly state: JobTypeControls }
  | { readonly kind: 'limit'; readonly name: string; readonly state: LimitControls }
  | { readonly kind: 'worker'; readonly name: string; readonly state: WorkerControls }
  | { readonly kind: 'policy'; readonly name: string; readonly state: PolicyControls };

/** What the controls look at of a job. */
export type ControlledJob = Pick<JobState, 'queue' | 'type' | 'tenantId' | 'payload'>;

export interface ControlsSnapshot {
  /** `log_head.controls_version` it is true for. */
  readonly version: number;
  /** The key of the pause that holds the job, if one does. */
  pausedBy(job: ControlledJob): string | undefined;
  /** What a grant of the job takes, limits in the order of their names. */
  claimsOf(job: ControlledJob): readonly GrantClaim[];
  jobType(name: string): JobType | undefined;
  jobTypes(): readonly JobType[];
  queue(name: string): QueueControls | undefined;
  limits(): readonly Limit[];
  workerPaused(workerId: string): boolean;
  /** Undefined while no gateway has told which one it goes by. */
  policy(): PolicyControls | undefined;
}

/** Long or odd values become their digest, so that keys stay short and safe to show. */
export type Digest = (text: string) => string;

const NOTHING: readonly never[] = Object.freeze([]);

/** Indexes what operators have set; looking a job up costs nothing where nothing is set for it. */
export function controlsSnapshot(version: number, resources: readonly ControlResource[], digest: Digest): ControlsSnapshot {
  const queues = new Map<string, QueueControls>();
  const types = new Map<string, JobType>();
  const limits: Limit[] = [];
  const pausedWorkers = new Set<string>();
  let policy: PolicyControls | undefined;
  for (const resource of resources) {
    switch (resource.kind) {
      case 'queue':
        queues.set(resource.name, resource.state);
        break;
      case 'job_type':
        types.set(resource.name, { ...resource.state, name: resource.name, version: resource.version });
        break;
      case 'limit':
        limits.push({ ...resource.state, name: resource.name });
        break;
      case 'worker':
        if (resource.state.paused !== undefined) pausedWorkers.add(resource.name);
        break;
      case 'policy':
        policy = resource.state;
        break;
    }
  }
  limits.sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    version,
    pausedBy(job) {
      if (queues.get(job.queue)?.paused !== undefined) return pauseKey('queue', job.queue);
      if (types.get(job.type)?.paused !== undefined) return pauseKey('type', job.type);
      return undefined;
    },
    claimsOf(job) {
      const ofQueue = queues.get(job.queue)?.concurrency;
      const ofType = types.get(job.type)?.concurrency;
      if (ofQueue === undefined && ofType === undefined && limits.length === 0) return NOTHING;
      const claims: GrantClaim[] = [];
      if (ofQueue !== undefined) claims.push({ kind: 'slot', key: `concurrency:queue:${job.queue}`, limit: ofQueue });
      if (ofType !== undefined) claims.push({ kind: 'slot', key: `concurrency:type:${job.type}`, limit: ofType });
      for (const limit of limits) {
        if (!concerns(limit, job)) continue;
        const value = limitValue(limit, job, digest);
        if (limit.concurrency !== undefined) claims.push({ kind: 'slot', key: `limit:${limit.name}:${value}`, limit: limit.concurrency });
        if (limit.rate !== undefined) claims.push({ kind: 'token', key: `rate:${limit.name}:${value}`, ...limit.rate });
      }
      return claims;
    },
    jobType: (name) => types.get(name),
    jobTypes: () => [...types.values()],
    queue: (name) => queues.get(name),
    limits: () => limits,
    workerPaused: (workerId) => pausedWorkers.has(workerId),
    policy: () => policy,
  };
}

/** Nothing is set. */
export const NO_CONTROLS: ControlsSnapshot = controlsSnapshot(0, [], (text) => text);

/** The key under which jobs wait while their queue or type is paused. */
export function pauseKey(what: 'queue' | 'type', name: string): string {
  return `${what}:${name}`;
}

function concerns(limit: Limit, job: ControlledJob): boolean {
  return (limit.tenant === undefined || limit.tenant === job.tenantId) && (limit.queue === undefined || limit.queue === job.queue) && (limit.type === undefined || limit.type === job.type);
}

const PLAIN_VALUE = /^[A-Za-z0-9._@-]{1,64}$/;

/** What tells the keys of a limit apart. Jobs that lack the field share one key, so that leaving it out evades nothing. */
export function limitValue(limit: Pick<Limit, 'keyBy'>, job: ControlledJob, digest: Digest): string {
  if (limit.keyBy === undefined) return '*';
  const value = limit.keyBy === 'tenant' ? job.tenantId : valueAt(job.payload, limit.keyBy);
  if (value === undefined || value === null) return '*';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return PLAIN_VALUE.test(text) ? text : `#${digest(text)}`;
}

/** The value at a JSON pointer (RFC 6901), or undefined when there is none. Of what lies in a sealed value, its digest, where one was left. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  const tokens = pointer.split('/').slice(1);
  for (let depth = 0; ; depth++) {
    if (isSealed(value)) return value.$digests?.[tokens.slice(depth).map((token) => `/${token}`).join('')];
    const token = tokens[depth];
    if (token === undefined) return value;
    if (typeof value !== 'object' || value === null) return undefined;
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
}

/** In the form of libs/sealing; a client that imitates it deceives the limit on its own job, as it could by leaving the field out. */
function isSealed(value: unknown): value is { readonly $sealed: string; readonly $digests?: Readonly<Record<string, string>> } {
  return typeof value === 'object' && value !== null && '$sealed' in value;
}
