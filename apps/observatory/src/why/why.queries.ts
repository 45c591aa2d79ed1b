import { createHash } from 'node:crypto';
import type { Freshness, Job, JobPriority, JobWhyResponse, Pause, Uuid } from '#contracts';
import { type ControlResource, type ControlsSnapshot, controlsSnapshot, explain, type JobState, MOST_AHEAD, type Shown, type WhyFacts } from '#domain';
import {
  fromJsonText, type JobDocument, JOBS, type JobEvent, type NarrowedDocuments, type ResourceDocument, RESOURCES, TIMELINE, type TimelineDocument, toEnvelopes, toResourceState,
} from '#read-model';
import { stateAfter } from '../job/job-as-of';
import type { ReadModelAccess, Shown as ReadModels } from '../read-model-access/read-model-access';
import type { Crowd } from '../tenancy/crowd';
import type { Scope } from '../tenancy/scope';
import type { Redaction } from '../redaction/redaction';
import { documentOf, named } from '../resources/resource-queries';
import { isAlive } from '../workers/worker-views';
import type { WorkersQueries } from '../workers/workers.queries';
import { evidenceOf, slotsTaken, unknownsOf, type RunningAtLimits } from './why-facts';

const OPTIONS = { readConcern: 'majority', maxTimeMS: 5_000 } as const;
/** As many as a job may have. */
const PARENTS_READ = 1_000;
/** Jobs that run, looked at for what they take of limits. */
const RUNNING_READ = 2_000;
const CONTROLS_READ = 10_000;
const HIGHER: Readonly<Record<JobPriority, readonly JobPriority[]>> = { high: [], normal: ['high'], low: ['high', 'normal'] };

type Facts = Omit<WhyFacts, 'job' | 'nowMs'>;

/** Why a job does not run, from what the read models know. The gateway's answer (`GET /v1/jobs/{id}/why` there) knows grants and slots as well. */
export class WhyQueries {
  constructor(
    private readonly access: ReadModelAccess,
    private readonly redaction: Redaction,
    private readonly workers: WorkersQueries,
  ) {}

  async why(scope: Scope, id: Uuid, atLeast: number | undefined): Promise<{ why: Omit<JobWhyResponse, 'freshness'> | undefined; freshness: Freshness }> {
    const { answer, freshness } = await this.access.readTogether(scope, [TIMELINE, JOBS, RESOURCES], atLeast, async (readModels) => {
      const timeline = await readModels.of<TimelineDocument>(TIMELINE).findOne({ _id: id }, OPTIONS);
      const events = timeline ? toEnvelopes(timeline) : [];
      const job = stateAfter(events);
      return job && this.judged(job, events, readModels);
    });
    return { why: answer, freshness };
  }

  private async judged(job: JobState, events: readonly JobEvent[], readModels: ReadModels): Promise<Omit<JobWhyResponse, 'freshness'>> {
    const facts = await this.facts(job, readModels);
    const shownJob = { ...job, error: this.redaction.error(job.error) };
    const { code, sentence, since, until, details, shown } = explain({ job: shownJob, nowMs: Date.now(), ...facts });
    const evidence = evidenceOf(shown, events, await this.resources(shown, readModels));
    // Through JSON, so that what is undefined is absent.
    const told = JSON.parse(JSON.stringify(details)) as JobWhyResponse['details'];
    return { jobId: job.id, status: job.status, code, sentence, since, until, details: told, evidence, unknowns: job.status === 'QUEUED' ? unknownsOf(facts.claims) : undefined };
  }

  private async facts(job: JobState, readModels: ReadModels): Promise<Facts> {
    const nothing = { parents: [], queuePause: undefined, typePause: undefined, claims: [], slots: [], tokens: [], workers: [], ahead: 0 };
    const jobs: NarrowedDocuments<JobDocument> = readModels.of(JOBS);
    if (job.status === 'WAITING') return { ...nothing, parents: await parentsOf(job, jobs) };
    return job.status === 'QUEUED' ? { ...nothing, ...(await this.beforeIt(job, readModels)) } : nothing;
  }

  private async beforeIt(job: JobState, readModels: ReadModels): Promise<Omit<Facts, 'parents'>> {
    const now = Date.now();
    const live = (await this.workers.live()).filter((worker) => isAlive(worker, now));
    const [{ controls, queuePause, typePause }, ahead] = await Promise.all([controlsOf(job, readModels.shared(), live.map(({ _id }) => _id)), jobsAhead(job, readModels.crowd())]);
    const claims = controls.claimsOf(job);
    const slots = claims.some(({ kind }) => kind === 'slot') ? slotsTaken(claims, await runningJobs(readModels.crowd()), controls) : [];
    const workers = live.map(({ _id, queues, types, slots: all, busy, paused, draining }) => ({ workerId: _id, queues, types, slots: all, paused: paused === true || draining === true || controls.workerPaused(_id), owns: busy }));
    return { queuePause, typePause, claims, slots, tokens: [], workers, ahead };
  }

  private async resources({ resources = [] }: Shown, readModels: ReadModels) {
    const found = await Promise.all(resources.map(async ({ kind, name, types }) => ({ kind, types, document: await documentOf(readModels.shared(), kind, name) })));
    return found.flatMap(({ kind, types, document }) => {
      if (!document) return [];
      const state = toResourceState(kind, document);
      return [{ document, types, pausedAt: 'paused' in state ? state.paused?.at : undefined }];
    });
  }
}

/** Parents that have not completed come before the others. */
async function parentsOf({ after = [] }: JobState, jobs: NarrowedDocuments<JobDocument>): Promise<{ jobId: Uuid; status: Job['status'] }[]> {
  const found = await jobs.find({ _id: { $in: [...after] } }, { ...OPTIONS, projection: { status: 1 } }).sort({ _id: 1 }).limit(PARENTS_READ).toArray();
  const parents = found.map(({ _id, status }) => ({ jobId: _id, status }));
  return [...parents.filter(({ status }) => status !== 'COMPLETED'), ...parents.filter(({ status }) => status === 'COMPLETED')];
}

/** What is set and could stand between the job and its grant: of its queue and type, and every limit. */
async function controlsOf({ queue, type }: JobState, resources: NarrowedDocuments<ResourceDocument>, workerIds: readonly string[]): Promise<{ controls: ControlsSnapshot; queuePause: Pause | undefined; typePause: Pause | undefined }> {
  const [documents, workers] = await Promise.all([
    resources.find({ deletedAt: { $exists: false }, $or: [{ kind: 'queue', name: queue }, { kind: 'job_type', name: type }, { kind: 'limit' }] }, OPTIONS).limit(CONTROLS_READ).toArray(),
    named(resources, 'worker', workerIds),
  ]);
  const all = [...documents.map(controlOf), ...workers.map((state): ControlResource => ({ kind: 'worker', name: state.workerId, state }))];
  const pauseOf = (kind: 'queue' | 'job_type'): Pause | undefined => (all.find((one) => one.kind === kind)?.state as { paused?: Pause } | undefined)?.paused;
  return { controls: controlsSnapshot(0, all, digest), queuePause: pauseOf('queue'), typePause: pauseOf('job_type') };
}

function controlOf(document: ResourceDocument): ControlResource {
  const { kind, name, version } = document;
  const state = fromJsonText<never>(document.state) as never;
  return kind === 'job_type' ? { kind, name, version, state } : ({ kind, name, state } as ControlResource);
}

function jobsAhead({ id, queue, priority, queuedAt, submittedAt }: JobState, crowd: Crowd): Promise<number> {
  const since = queuedAt ?? submittedAt;
  const before = [{ priority: { $in: [...HIGHER[priority]] } }, { priority, queuedAt: { $lt: since } }, { priority, queuedAt: since, _id: { $lt: id } }];
  return crowd.count({ queue, status: 'QUEUED', $or: before }, MOST_AHEAD, 'queue_status_newest');
}

async function runningJobs(crowd: Crowd): Promise<RunningAtLimits[]> {
  return (await crowd.running(RUNNING_READ)).map(({ id, queue, type, tenantId, payload }) => ({ id, queue, type, tenantId, payload: fromJsonText<Job['payload']>(payload) ?? {} }));
}

/** Only has to be the same for the same text: what it says is shown, and compared with nothing outside. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
