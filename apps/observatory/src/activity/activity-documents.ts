import { type ActivityDocument, type NarrowedDocuments } from '#read-model';
import { minuteBefore } from './recent-activity';

/** What happened since the minute that was so many minutes ago: a stretch of the primary key, which begins with the minute. */
export function activitySince(activity: NarrowedDocuments<ActivityDocument>, nowMs: number, minutes: number): Promise<ActivityDocument[]> {
  return activity.find({ _id: { $gte: minuteBefore(nowMs, minutes) } }, { readConcern: 'majority', maxTimeMS: 5_000 }).toArray();
}
