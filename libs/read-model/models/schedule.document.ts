import type { Schedule, ScheduleJob } from '#contracts';
import type { ReadModelDefinition, ReadModelDocument } from '../projector';
import { fromJsonText, type JsonText, toJsonText } from './json-text';

/** A `ScheduleJob` whose free-form payload is text. */
export type StoredScheduleJob = Omit<ScheduleJob, 'payload'> & { readonly payload?: JsonText };

/** One schedule: the `Schedule` of the contract, its id as `_id`. A deleted one stays, marked, so that a late reader of its events finds where they belong. */
export type ScheduleDocument = ReadModelDocument & Omit<Schedule, 'id' | 'job'> & { readonly job: StoredScheduleJob; readonly deletedAt?: string };

export const SCHEDULES = {
  name: 'schedules',
  version: 2,
  indexes: [
    { name: 'living_by_name', key: { deletedAt: 1, name: 1, tenantId: 1 } },
    { name: 'tenant_living_by_name', key: { tenantId: 1, deletedAt: 1, name: 1 } },
  ],
} as const satisfies ReadModelDefinition;

export function toSchedule(document: ScheduleDocument): Schedule {
  const { _id, version: _version, position: _position, deletedAt: _deletedAt, job, ...rest } = document;
  return { id: _id, ...rest, job: { ...job, payload: fromJsonText<ScheduleJob['payload']>(job.payload) } };
}

/** The same fields in the same order whatever has happened, so that equal schedules are equal bytes. */
export function toScheduleDocument(schedule: Schedule, place: { readonly version: number; readonly position: number; readonly deletedAt?: string }): ScheduleDocument {
  const { id, name, tenantId, cron, timeZone, job, catchUp, catchUpLimit, overlap, startAt, endAt, status, createdAt, updatedAt } = schedule;
  const { pausedAt, pausedBy, pauseReason, nextAt, lastTick, lastFiring, lastSkip, fired, skipped } = schedule;
  return {
    _id: id, name, tenantId, cron, timeZone, job: { ...job, payload: toJsonText(job.payload) }, catchUp, catchUpLimit, overlap, startAt, endAt, status, createdAt, updatedAt,
    pausedAt, pausedBy, pauseReason, nextAt, lastTick, lastFiring, lastSkip, fired, skipped, deletedAt: place.deletedAt, version: place.version, position: place.position,
  };
}
