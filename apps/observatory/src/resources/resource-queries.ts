import { type DocumentFilter, type NarrowedDocuments, type ResourceDocument, type ResourceKind, type ResourceStates, toResourceState } from '#read-model';

const OPTIONS = { readConcern: 'majority', maxTimeMS: 5_000 } as const;
/** What is read of a kind as a whole: queues, job types, limits that somebody set. */
const MOST = 10_000;

type Resources = NarrowedDocuments<ResourceDocument>;

const living = (kind: ResourceKind): DocumentFilter<ResourceDocument> => ({ kind, deletedAt: { $exists: false } });

/** All of a kind that are there, by name. */
export async function allOf<K extends ResourceKind>(resources: Resources, kind: K): Promise<ResourceStates[K][]> {
  return (await resources.find(living(kind), OPTIONS).sort({ name: 1 }).limit(MOST).toArray()).map((document) => toResourceState(kind, document));
}

/** The states of some of a kind by name; whatever is not there is not in the answer. */
export async function named<K extends ResourceKind>(resources: Resources, kind: K, names: readonly string[]): Promise<ResourceStates[K][]> {
  if (names.length === 0) return [];
  return (await resources.find({ ...living(kind), name: { $in: [...names] } }, OPTIONS).toArray()).map((document) => toResourceState(kind, document));
}

/** The document of one, which knows its last event. */
export function documentOf(resources: Resources, kind: ResourceKind, name: string): Promise<ResourceDocument | null> {
  return resources.findOne({ ...living(kind), name }, OPTIONS);
}

/** A page of a kind, in the order of the names, forwards or backwards. */
export async function pageOf<K extends ResourceKind>(resources: Resources, kind: K, { after, limit, backwards = false }: { after: string | undefined; limit: number; backwards?: boolean }): Promise<{ states: ResourceStates[K][]; last: string | undefined }> {
  const documents = await resources
    .find({ ...living(kind), ...(after !== undefined && { name: backwards ? { $lt: after } : { $gt: after } }) }, OPTIONS)
    .sort({ name: backwards ? -1 : 1 })
    .limit(limit + 1)
    .toArray();
  const shown = documents.slice(0, limit);
  return { states: shown.map((document) => toResourceState(kind, document)), last: documents.length > limit ? shown.at(-1)?.name : undefined };
}
