import type { TimelineEntry } from '#contracts';
import type { ReadModelDefinition, ReadModelDocument } from '../projector';
import { fromJsonText, type JsonText } from './json-text';

/** A `TimelineEntry` whose facts are text. */
export type StoredTimelineEntry = Omit<TimelineEntry, 'details'> & { readonly details?: JsonText };

/** Everything that happened to one job, oldest first. `_id` is the job's id. */
export type TimelineDocument = ReadModelDocument & { readonly entries: readonly StoredTimelineEntry[] };

export const TIMELINE = { name: 'timeline', version: 2, indexes: [] } as const satisfies ReadModelDefinition;

export function toTimelineEntry(stored: StoredTimelineEntry): TimelineEntry {
  const { details, ...entry } = stored;
  return details === undefined ? entry : { ...entry, details: fromJsonText<TimelineEntry['details']>(details) };
}
