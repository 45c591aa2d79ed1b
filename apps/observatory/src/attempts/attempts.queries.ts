import type { AttemptLogEntry, Freshness, JobAttempt } from '#contracts';
import { ATTEMPT_LOGS, ATTEMPT_PROGRESS, type AttemptLogDocument, attemptsOf, type ProgressDocument, tellingId, TIMELINE, type TimelineDocument } from '#read-model';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import type { Redaction } from '../redaction/redaction';
import type { Scope } from '../tenancy/scope';
import { type AttemptLogsQuery, LEVELS } from './attempt-logs.query';

/** More lines than are kept of an attempt. */
const ALL_LINES = 10_000;

export interface LogPage {
  readonly items: AttemptLogEntry[];
  readonly nextAfter: number | undefined;
  readonly dropped: number;
}

/** Attempts are read from the job's timeline; what their handlers told is looked up beside it, where it has not been forgotten. */
export class AttemptsQueries {
  constructor(
    private readonly access: ReadModelAccess,
    private readonly redaction: Redaction,
  ) {}

  /** The attempts at a job, first to last; undefined for a job that is not known. */
  async list(scope: Scope, jobId: string, atLeast: number | undefined): Promise<{ attempts: JobAttempt[] | undefined; freshness: Freshness }> {
    const { attempts, freshness } = await this.history(scope, jobId, atLeast);
    if (!attempts || attempts.length === 0) return { attempts, freshness };
    const told = await this.access.told<ProgressDocument>(ATTEMPT_PROGRESS.collection, attempts.map(tellingId));
    const byId = new Map(told.map(({ _id, expireAt: _expireAt, ...progress }) => [_id, progress]));
    return { attempts: attempts.map((attempt) => ({ ...attempt, progress: byId.get(tellingId(attempt)) })), freshness };
  }

  /** A page of what one attempt logged; undefined for an attempt that is not known. */
  async logs(scope: Scope, jobId: string, number: number, query: AttemptLogsQuery): Promise<{ page: LogPage | undefined; freshness: Freshness }> {
    const { attempts, freshness } = await this.history(scope, jobId, query.atLeast);
    const attempt = attempts?.find((one) => one.number === number);
    if (!attempt) return { page: undefined, freshness };
    const [log] = await this.access.told<AttemptLogDocument>(ATTEMPT_LOGS.collection, [tellingId(attempt)], { lines: { $slice: [query.after, ALL_LINES] }, dropped: 1 });
    return { page: pageOf(log, query), freshness };
  }

  private async history(scope: Scope, jobId: string, atLeast: number | undefined): Promise<{ attempts: JobAttempt[] | undefined; freshness: Freshness }> {
    const { answer, freshness } = await this.access.read<TimelineDocument, TimelineDocument | null>(scope, TIMELINE, atLeast, (timelines) => timelines.findOne({ _id: jobId }, { readConcern: 'majority' }));
    return { attempts: answer ? attemptsOf(answer).map((attempt) => this.redaction.attempt(attempt)) : undefined, freshness };
  }
}

/** @param log with the lines after `after` */
function pageOf(log: Pick<AttemptLogDocument, 'lines' | 'dropped'> | undefined, { level, after, limit }: AttemptLogsQuery): LogPage {
  const least = LEVELS.indexOf(level);
  const matching = (log?.lines ?? []).map((line, index): AttemptLogEntry => ({ line: after + index + 1, ...line })).filter((entry) => LEVELS.indexOf(entry.level) >= least);
  const items = matching.slice(0, limit);
  return { items, nextAfter: matching.length > limit ? items.at(-1)?.line : undefined, dropped: log?.dropped ?? 0 };
}
