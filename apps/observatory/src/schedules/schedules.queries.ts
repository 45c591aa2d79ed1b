import type { Freshness, Schedule } from '#contracts';
import { type DocumentFilter, type ScheduleDocument, SCHEDULES, toSchedule } from '#read-model';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import type { ListSchedulesQuery } from './list-schedules.query';

const LIST_TIMEOUT_MS = 5_000;

export class SchedulesQueries {
  constructor(private readonly access: ReadModelAccess) {}

  /** A page of schedules by name; those that are deleted are not there. */
  async list({ status, after, limit, atLeast }: ListSchedulesQuery): Promise<{ items: Schedule[]; nextAfter: string | undefined; freshness: Freshness }> {
    const filter: DocumentFilter<ScheduleDocument> = { deletedAt: { $exists: false }, ...(status && { status }), ...(after !== undefined && { name: { $gt: after } }) };
    const { answer, freshness } = await this.access.read<ScheduleDocument, ScheduleDocument[]>(SCHEDULES, atLeast, (schedules) =>
      schedules
        .find(filter, { readConcern: 'majority', maxTimeMS: LIST_TIMEOUT_MS })
        .sort({ name: 1 })
        .limit(limit + 1)
        .toArray(),
    );
    const items = answer.slice(0, limit).map(toSchedule);
    return { items, nextAfter: answer.length > limit ? items.at(-1)?.name : undefined, freshness };
  }
}
