import { Readable } from 'node:stream';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { JobSuggestionsResponse, JobSummary } from '#contracts';
import { Permission, ProblemResponses } from '#http';
import { FreshResponse, stampFreshness } from '../read-model-access/stamp-freshness';
import { CSV_HEAD, csvLine } from './csv';
import { JobsQueries } from './jobs.queries';
import { ExportJobsQuery, ListJobsQuery } from './list-jobs.query';
import { SuggestionsQueries, SuggestionsQuery } from './suggestions.queries';
import { InScope } from '../tenancy/scope.decorator';
import type { Scope } from '../tenancy/scope';

/** Jobs as everybody sees them; one alone is shown by `../job`. */
@ApiTags('jobs')
@Controller('v1/jobs')
export class JobsController {
  constructor(
    private readonly queries: JobsQueries,
    private readonly suggestions: SuggestionsQueries,
  ) {}

  @Permission('jobs:read', 'tenant')
  @Get()
  @ApiOperation({ summary: 'Jobs that match, newest first or in another order, a page at a time', description: 'A page that cannot be filled within a second, because few jobs match what no index knows, has what was found by then: it is short, or empty, has a `nextCursor` and says in `searchedUntil` how far was looked.' })
  @FreshResponse('JobListResponse', 'a page of jobs')
  @ProblemResponses('validation_failed', 'invalid_cursor', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async listJobs(@InScope() scope: Scope, @Query() query: ListJobsQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { json, tag, freshness } = await this.queries.list(scope, query);
    stampFreshness(reply, freshness);
    void reply.header('content-type', 'application/json; charset=utf-8').header('etag', tag);
    return json;
  }

  @Permission('jobs:read', 'tenant')
  @Get('export')
  @ApiOperation({ summary: 'All jobs that match, newest first, as one stream', description: 'The headers say how fresh it is. A stream that breaks off ends without the end of its last chunk.' })
  @ApiOkResponse({ description: 'a job a line', content: { 'application/x-ndjson': { schema: { type: 'string' } }, 'text/csv': { schema: { type: 'string' } } } })
  @ProblemResponses('validation_failed', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async exportJobs(@InScope() scope: Scope, @Query() query: ExportJobsQuery, @Res() reply: FastifyReply): Promise<void> {
    const { jobs, freshness } = await this.queries.all(scope, query);
    stampFreshness(reply, freshness);
    const { type, head, line } = FORMATS[query.format];
    void reply.header('content-type', type).header('content-disposition', `attachment; filename="jobs.${query.format}"`);
    await reply.send(Readable.from(lines(jobs, head, line)));
  }

  @Permission('jobs:read', 'tenant')
  @Get('suggestions')
  @ApiOperation({ summary: 'What a filter can be completed with: tags, types, queues, workers that begin with what has been typed' })
  @FreshResponse('JobSuggestionsResponse', 'at most 20 values, in order')
  @ProblemResponses('validation_failed', 'at_least_timeout', 'store_unavailable', 'not_ready')
  async suggest(@InScope() scope: Scope, @Query() query: SuggestionsQuery, @Res({ passthrough: true }) reply: FastifyReply): Promise<JobSuggestionsResponse> {
    const { items, freshness } = await this.suggestions.suggest(scope, query);
    stampFreshness(reply, freshness);
    return { field: query.field, items: items.map((value) => ({ value })), freshness };
  }
}

const FORMATS = {
  ndjson: { type: 'application/x-ndjson; charset=utf-8', head: '', line: (job: JobSummary) => `${JSON.stringify(job)}\n` },
  csv: { type: 'text/csv; charset=utf-8', head: CSV_HEAD, line: csvLine },
} as const;

/** Some lines at once: a chunk of its own for each would cost more than the line. */
const CHUNK = 16_384;

async function* lines(jobs: AsyncIterable<JobSummary>, head: string, line: (job: JobSummary) => string): AsyncGenerator<string> {
  let chunk = head;
  for await (const job of jobs) {
    chunk += line(job);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
