import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import type { Freshness } from '#contracts';
import { type JobDocument, JOBS, type NarrowedDocuments, OVERVIEW, type ResourceDocument, RESOURCES, TENANT_OVERVIEW } from '#read-model';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import { countsOf } from '../overview/counts';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import type { Scope } from '../tenancy/scope';
import type { WorkersQueries } from '../workers/workers.queries';
import { AFTER_ALL, keysBeginningWith } from './find-keys';

const MOST = 20;
const OPTIONS = { readConcern: 'majority', maxTimeMS: 2_000 } as const;
const PREFIX = /^[^\u0000-\u001f\u007f]{0,128}$/;

export class SuggestionsQuery extends AtLeastQuery {
  @ApiPropertyOptional({ enum: ['tag', 'type', 'queue', 'worker'], default: 'tag', description: 'what is being typed' })
  @IsOptional()
  @IsIn(['tag', 'type', 'queue', 'worker'])
  field: 'tag' | 'type' | 'queue' | 'worker' = 'tag';

  @ApiPropertyOptional({ type: 'string', pattern: PREFIX.source, default: '', description: 'what has been typed' })
  @IsOptional()
  @Matches(PREFIX, { message: '$property must be at most 128 characters without control characters' })
  prefix = '';
}

/** Values that filters can be completed with. */
export class SuggestionsQueries {
  constructor(
    private readonly access: ReadModelAccess,
    private readonly workers: WorkersQueries,
  ) {}

  async suggest(scope: Scope, { field, prefix, atLeast }: SuggestionsQuery): Promise<{ items: string[]; freshness: Freshness }> {
    const live = field === 'worker' && scope.isOfPlatform ? (await this.workers.live()).map(({ _id }) => _id) : [];
    const { answer, freshness } = await this.access.readTogether(scope, [JOBS, OVERVIEW, TENANT_OVERVIEW, RESOURCES], atLeast, async (shown) => {
      switch (field) {
        case 'tag':
          return (await keysBeginningWith(shown.of<JobDocument>(JOBS), `tag:${prefix}`, MOST)).map((key) => key.slice('tag:'.length));
        case 'type':
          return typesBeginningWith(shown.of<JobDocument>(JOBS), prefix);
        case 'queue':
          return ((await countsOf(shown, scope))?.queues ?? []).map(({ queue }) => queue);
        case 'worker':
          // Whose work a worker does is not for every tenant to know.
          return scope.isOfPlatform ? [...live, ...(await workersBeginningWith(shown.shared(), prefix))] : [];
      }
    });
    return { items: [...new Set(answer)].filter((value) => value.startsWith(prefix)).sort().slice(0, MOST), freshness };
  }
}

/** From one type to the next along the index, however many jobs have each. */
async function typesBeginningWith(jobs: NarrowedDocuments<JobDocument>, prefix: string): Promise<string[]> {
  const types: string[] = [];
  for (let from: { $gte: string } | { $gt: string } = { $gte: prefix }; types.length < MOST; ) {
    const job: Pick<JobDocument, 'type'> | null = await jobs.findOne({ type: { ...from, $lt: prefix + AFTER_ALL } }, { ...OPTIONS, hint: 'type_newest', projection: { type: 1 } });
    if (!job) break;
    types.push(job.type);
    from = { $gt: job.type };
  }
  return types;
}

async function workersBeginningWith(resources: NarrowedDocuments<ResourceDocument>, prefix: string): Promise<string[]> {
  const found = await resources.find({ kind: 'worker', deletedAt: { $exists: false }, name: { $gte: prefix, $lt: prefix + AFTER_ALL } }, { ...OPTIONS, projection: { name: 1 } }).sort({ name: 1 }).limit(MOST).toArray();
  return found.map(({ name }) => name);
}
