import type { JobWhyResponse, Pause } from '#contracts';
import { type ControlsSnapshot, explain, type JobState, type Shown, type WhyFacts } from '#domain';
import { LIVE_FOR_MS, type ResourceStore, type StoreClock, type WhyReader, type WorkerSightings } from '#event-log';
import { ApiError } from '#http';

/** As many as a job may have. */
const PARENTS_READ = 1_000;

export interface ExplainJobParts {
  readonly reader: WhyReader;
  readonly resources: ResourceStore;
  readonly sightings: WorkerSightings;
  readonly controls: { readonly snapshot: ControlsSnapshot };
  readonly clock: StoreClock;
}

/** Reads what may stand between a job and its run, has it judged, and looks up the events that show it. */
export class ExplainJob {
  constructor(private readonly parts: ExplainJobParts) {}

  /** @throws ApiError not_found, StoreUnavailable */
  async why(id: string): Promise<JobWhyResponse> {
    const job = await this.parts.reader.job(id);
    if (job === undefined) throw new ApiError('not_found', { detail: `there is no job ${id}` });
    const { code, sentence, since, until, details, shown } = explain(await this.facts(job));
    return { jobId: id, status: job.status, code, sentence, since, until, details, evidence: await this.evidence(id, shown) };
  }

  private async facts(job: JobState): Promise<WhyFacts> {
    const nowMs = this.parts.clock.nowMs();
    const nothing = { job, nowMs, parents: [], queuePause: undefined, typePause: undefined, claims: [], slots: [], tokens: [], workers: [], ahead: 0 };
    if (job.status === 'WAITING') return { ...nothing, parents: await this.parts.reader.parents(job.id, PARENTS_READ) };
    return job.status === 'QUEUED' && job.owner === undefined ? { ...nothing, ...(await this.beforeIt(job)) } : nothing;
  }

  private async beforeIt(job: JobState): Promise<Omit<WhyFacts, 'job' | 'nowMs' | 'parents'>> {
    const { reader, controls, resources } = this.parts;
    const claims = controls.snapshot.claimsOf(job);
    const keysOf = (kind: 'slot' | 'token') => claims.filter((claim) => claim.kind === kind).map(({ key }) => key);
    const pauseOf = async (kind: 'queue' | 'job_type', name: string) => (await resources.get<{ paused?: Pause }>(kind, name))?.state.paused;
    const [queuePause, typePause, slots, tokens, ahead, workers] = await Promise.all([
      pauseOf('queue', job.queue), pauseOf('job_type', job.type), reader.slots(keysOf('slot'), job.tenantId), reader.tokens(keysOf('token')), reader.ahead(job), this.liveWorkers(),
    ]);
    return { queuePause, typePause, claims, slots, tokens, ahead, workers };
  }

  private async liveWorkers(): Promise<WhyFacts['workers']> {
    const { reader, sightings, controls } = this.parts;
    const live = await sightings.seenWithin(LIVE_FOR_MS);
    const owned = await reader.ownedBy(live.map(({ workerId }) => workerId));
    return live.map(({ workerId, queues, types, slots }) => ({ workerId, queues, types, slots, paused: controls.snapshot.workerPaused(workerId), owns: owned.get(workerId) ?? 0 }));
  }

  private async evidence(id: string, { job, resources = [] }: Shown): Promise<JobWhyResponse['evidence']> {
    const set = await Promise.all(resources.map(async ({ kind, name, types }) => ({ streamId: (await this.parts.resources.get(kind, name))?.streamId, types })));
    const wanted = set.flatMap(({ streamId, types }) => (streamId === undefined ? [] : types.map((type) => ({ streamId, type }))));
    return this.parts.reader.lastEvents([...job.map((type) => ({ streamId: id, type })), ...wanted]);
  }
}
