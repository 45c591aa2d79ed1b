import { type ErrorDocument, type JobDocument, type NarrowedDocuments, runKeys } from '#read-model';
import type { TextMatch } from './filter-jobs';

const OPTIONS = { readConcern: 'majority', maxTimeMS: 2_000 } as const;
/** Keys of one kind that a text is looked up by. */
const KEYS_OF_A_KIND = 20;
const ID_PREFIX = /^[0-9a-f]{8}[0-9a-f-]{0,28}$/;
/** What comes after all that begins with a text: MongoDB compares texts byte by byte in UTF-8, where this is the last character that there can be. */
export const AFTER_ALL = '\u{10ffff}';

type Jobs = NarrowedDocuments<JobDocument>;

/** The first keys among `foundBy` that begin with a text, in their order: from one to the next along the index, however many jobs have each. */
export async function keysBeginningWith(jobs: Jobs, prefix: string, most: number): Promise<string[]> {
  const keys: string[] = [];
  for (let from: { $gte: string } | { $gt: string } = { $gte: prefix }; keys.length < most; ) {
    const [job]: Pick<JobDocument, 'foundBy'>[] = await jobs.find({ foundBy: { $elemMatch: { ...from, $lt: prefix + AFTER_ALL } } }, { ...OPTIONS, hint: 'found_by_newest', projection: { foundBy: 1 } }).limit(1).toArray();
    const last = keys.at(-1);
    const key: string | undefined = (job?.foundBy ?? []).filter((one) => one.startsWith(prefix) && (last === undefined || inOrder(last, one) < 0)).sort(inOrder)[0];
    if (key === undefined) break;
    keys.push(key);
    from = { $gt: key };
  }
  return keys;
}

/** In MongoDB's order, which is not that of JavaScript beyond U+FFFF. */
function inOrder(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** What a text means: the beginning of an id, of tags and references, or a part of the errors that jobs met. */
export async function lookUpText(q: string, jobs: Jobs, errors: NarrowedDocuments<ErrorDocument>): Promise<TextMatch> {
  const part = { $regex: q.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), $options: 'i' };
  const [tags, refs, groups] = await Promise.all([
    keysBeginningWith(jobs, `tag:${q}`, KEYS_OF_A_KIND),
    keysBeginningWith(jobs, `ref:${q}`, KEYS_OF_A_KIND),
    errors.find({ $or: [{ message: part }, { code: part }] }, { ...OPTIONS, projection: { _id: 1 } }).sort({ lastSeen: -1, _id: -1 }).limit(KEYS_OF_A_KIND).toArray(),
  ]);
  const text = q.toLowerCase();
  return { keys: [...tags, ...refs, ...groups.flatMap(({ _id }) => runKeys({ fingerprint: _id }))], idPrefix: ID_PREFIX.test(text) ? text : undefined };
}
