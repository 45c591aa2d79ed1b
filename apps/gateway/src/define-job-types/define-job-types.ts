import type { JobType, JobTypeListResponse } from '#contracts';
import type { JobTypeControls } from '#domain';
import type { Resource, ResourceStore } from '#event-log';
import { ApiError } from '#http';
import { pageOf } from '../set-controls/page.query';
import { pause, resume, type Operator } from '../set-controls/pausable';
import { canonicalJson } from '../submit-job/submit-request';
import { compilePayloadSchema } from './payload-schema';

/** Definitions of job types. */
export class DefineJobTypes {
  constructor(private readonly resources: ResourceStore) {}

  /** @throws ApiError validation_failed with a pointer to each fault of the payload schema */
  async define(name: string, definition: Omit<JobTypeControls, 'paused'>, operator: Operator, correlationId: string): Promise<JobType> {
    if (definition.payloadSchema !== undefined) {
      const compiled = compilePayloadSchema(definition.payloadSchema);
      if (!compiled.ok) {
        const errors = compiled.faults.map(({ pointer, message }) => ({ pointer: `/payloadSchema${pointer}`, message }));
        throw new ApiError('validation_failed', { detail: `the payload schema cannot be used: ${errors[0]?.pointer} ${errors[0]?.message}`, errors });
      }
    }
    const { resource } = await this.resources.change<JobTypeControls, undefined>('job_type', name, { correlationId }, (state, { now }, before) => {
      const next: JobTypeControls = { ...definition, paused: state?.paused };
      if (state !== undefined && canonicalJson(state) === canonicalJson(next)) return { outcome: undefined };
      const jobType = { name, version: (before?.version ?? 0) + 1, ...next };
      return { state: next, events: [{ type: 'jobtype.defined', at: now, payload: { jobType, at: now, ...operator } }], outcome: undefined };
    });
    return answer(name, resource);
  }

  async list(after: string | undefined, limit: number): Promise<JobTypeListResponse> {
    const { entries, nextCursor } = pageOf(await this.resources.list<JobTypeControls>('job_type', { after, limit: limit + 1 }), limit);
    return { items: entries.map((entry) => answer(entry.name, entry)), nextCursor };
  }

  async get(name: string): Promise<JobType> {
    return answer(name, await this.resources.get<JobTypeControls>('job_type', name));
  }

  async delete(name: string, operator: Operator, correlationId: string): Promise<void> {
    const { outcome } = await this.resources.change<JobTypeControls, 'deleted' | 'unknown'>('job_type', name, { correlationId }, (state, { now }) =>
      state === undefined ? { outcome: 'unknown' } : { state: 'deleted', events: [{ type: 'jobtype.deleted', at: now, payload: { name, at: now, ...operator } }], outcome: 'deleted' },
    );
    if (outcome === 'unknown') throw unknownType(name);
  }

  async pause(name: string, operator: Operator, correlationId: string): Promise<JobType> {
    const { resource } = await this.resources.change<JobTypeControls, unknown>('job_type', name, { correlationId }, (state, { now }) =>
      pause(state ?? {}, now, operator, ({ at }) => ({ type: 'jobtype.paused', at, payload: { name, at, ...operator } })),
    );
    return answer(name, resource);
  }

  async resume(name: string, operator: Operator, correlationId: string): Promise<JobType> {
    const { resource } = await this.resources.change<JobTypeControls, unknown>('job_type', name, { correlationId }, (state, { now }) =>
      state === undefined ? { outcome: undefined } : resume(state, () => ({ type: 'jobtype.resumed', at: now, payload: { name, at: now, ...operator } })),
    );
    return answer(name, resource);
  }
}

function answer(name: string, resource: Resource<JobTypeControls> | undefined): JobType {
  if (resource === undefined) throw unknownType(name);
  return { name, version: resource.version, ...resource.state };
}

function unknownType(name: string): ApiError {
  return new ApiError('not_found', { detail: `the job type ${name} is not defined` });
}
