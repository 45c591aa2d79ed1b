import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import type { Freshness } from '#contracts';
import { type DocumentCollection, type JobDocument, JOBS, OVERVIEW, OVERVIEW_ID, type OverviewDocument, type ResourceDocument, RESOURCES } from '#read-model';
import { AtLeastQuery } from '../read-model-access/at-least.query';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
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

  async suggest({ field, prefix, atLeast }: SuggestionsQuery): Promise<{ items: string[]; freshness: Freshness }> {
    const live = field === 'worker' ? (await this.workers.live()).map(({ _id }) => _id) : [];
    const { answer, freshness } = await this.access.readTogether([JOBS, OVERVIEW, RESOURCES], atLeast, async (documentsOf) => {
      switch (field) {
        case 'tag':
          return (await keysBeginningWith(documentsOf<JobDocument>(JOBS), `tag:${prefix}`, MOST)).map((key) => key.slice('tag:'.length));
        case 'type':
          return typesBeginningWith(documentsOf<JobDocument>(JOBS), prefix);
        case 'queue':
          return ((await documentsOf<OverviewDocument>(OVERVIEW).findOne({ _id: OVERVIEW_ID }, OPTIONS))?.queues ?? []).map(({ queue }) => queue);
        case 'worker':
          return [...live, ...(await workersBeginningWith(documentsOf<ResourceDocument>(RESOURCES), prefix))];
      }
    });
    return { items: [...new Set(answer)].filter((value) => value.startsWith(prefix)).sort().slice(0, MOST), freshness };
  }
}

/** From one type to the next along the index, however many jobs have each. */
async function typesBeginningWith(jobs: DocumentCollection<JobDocument>, prefix: string): Promise<string[]> {
  const types: string[] = [];
  for (let from: { $gte: string } | { $gt: string } = { $gte: prefix }; types.length < MOST; ) {
    const job: Pick<JobDocument, 'type'> | null = await jobs.findOne({ type: { ...from, $lt: prefix + AFTER_ALL } }, { ...OPTIONS, hint: 'type_newest', projection: { type: 1 } });
    if (!job) break;
    types.push(job.type);
    from = { $gt: job.type };
  }
  return types;
}

async function workersBeginningWith(resources: DocumentCollection<ResourceDocument>, prefix: string): Promise<string[]> {
  const found = await resources.find({ kind: 'worker', deletedAt: { $exists: false }, name: { $gte: prefix, $lt: prefix + AFTER_ALL } }, { ...OPTIONS, projection: { name: 1 } }).sort({ name: 1 }).limit(MOST).toArray();
  return found.map(({ name }) => name);
}
