import type { ErrorGroup, Freshness, JobSummary } from '#contracts';
import { type DocumentFilter, type ErrorDocument, ERRORS, type JobDocument, JOBS, NOT_IN_SUMMARY, toErrorGroup, toJobSummary } from '#read-model';
import { decodeKeyCursor, encodeKeyCursor } from '../read-model-access/key-cursor';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import type { Redaction } from '../redaction/redaction';
import type { Scope } from '../tenancy/scope';
import type { ListErrorsQuery } from './list-errors.query';

const OPTIONS = { readConcern: 'majority', maxTimeMS: 5_000 } as const;
const SUMMARY = Object.fromEntries(NOT_IN_SUMMARY.map((field) => [field, 0]));

/** By what each order walks, from the highest down. */
const ORDERS = {
  '-lastSeen': { field: 'lastSeen', shape: /^[0-9TZ:.-]{24}\/[0-9a-f]{16}$/, valueOf: (text: string) => text },
  '-count': { field: 'count', shape: /^\d{1,16}\/[0-9a-f]{16}$/, valueOf: Number },
} as const satisfies Record<ListErrorsQuery['sort'], { field: keyof ErrorDocument; shape: RegExp; valueOf: (text: string) => unknown }>;

export class ErrorsQueries {
  constructor(
    private readonly access: ReadModelAccess,
    private readonly redaction: Redaction,
  ) {}

  /** A page of groups: the newest or the most frequent first. */
  async list(scope: Scope, { sort, type, queue, limit, cursor, atLeast }: ListErrorsQuery): Promise<{ items: ErrorGroup[]; nextCursor: string | undefined; freshness: Freshness }> {
    const { field, shape, valueOf } = ORDERS[sort];
    const filter: DocumentFilter<ErrorDocument> = { ...(type !== undefined && { type }), ...(queue !== undefined && { queue }) };
    if (cursor !== undefined) {
      const [text = '', id = ''] = decodeKeyCursor(`errors${sort}`, cursor, shape).split('/');
      const value = valueOf(text);
      Object.assign(filter, { [field]: { $lte: value }, $or: [{ [field]: { $lt: value } }, { _id: { $lt: id } }] });
    }
    const { answer, freshness } = await this.access.read<ErrorDocument, ErrorDocument[]>(scope, ERRORS, atLeast, (errors) =>
      errors.find(filter, OPTIONS).sort({ [field]: -1, _id: -1 }).limit(limit + 1).toArray(),
    );
    const items = answer.slice(0, limit);
    const last = items.at(-1);
    return { items: items.map(toErrorGroup), nextCursor: answer.length > limit && last ? encodeKeyCursor(`errors${sort}`, `${last[field]}/${last._id}`) : undefined, freshness };
  }

  /** One group with the jobs that met it last, as far as they are still known. */
  async one(scope: Scope, fingerprint: string, atLeast: number | undefined): Promise<{ found: { error: ErrorGroup; jobs: JobSummary[] } | undefined; freshness: Freshness }> {
    const { answer, freshness } = await this.access.readTogether(scope, [ERRORS, JOBS], atLeast, async (shown) => {
      const group = await shown.of<ErrorDocument>(ERRORS).findOne({ _id: fingerprint }, OPTIONS);
      if (!group) return undefined;
      const jobs = await shown.of<JobDocument>(JOBS).find({ _id: { $in: [...group.jobIds] } }, { ...OPTIONS, projection: SUMMARY }).toArray();
      const byId = new Map(jobs.map((job) => [job._id, this.redaction.job(toJobSummary(job))]));
      return { error: toErrorGroup(group), jobs: group.jobIds.flatMap((id) => byId.get(id) ?? []) };
    });
    return { found: answer, freshness };
  }
}
