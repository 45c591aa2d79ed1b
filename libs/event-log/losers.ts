import type { AppendResult } from './append-batch';
import type { CommandQueue } from './command-queue';
import { answersOfLosers } from './idempotency';
import { QuotaExceeded } from './quota-store';
import type { RowCache } from './row-cache';
import { StoreUnavailable } from './store-errors';
import type { StorePool } from './store-pool';
import { refusalsOf } from './ticket-store';
import type { DecidedWrite, SubmitResult, SubmitUnit } from './work-unit';

export interface LosersParts {
  readonly pool: StorePool;
  readonly cache: RowCache;
  readonly queue: CommandQueue;
}

/**
 * What a statement did not write, because somebody else was first. A command on a job is decided again on a fresh row, before anything that came
 * later. A submission whose ticket was used up or has expired is refused; another has lost against the holder of its key and is answered with that job; one that
 * nobody holds the key of was beyond its tenant's quota, and is refused, or the holder is gone by now: then it is tried again.
 *
 * @returns why the store could not be asked for the holders, if so; the submissions are told already
 */
export async function putLosersAgain(losers: readonly DecidedWrite[], result: AppendResult, { pool, cache, queue }: LosersParts): Promise<StoreUnavailable | undefined> {
  let submits: SubmitUnit[] = [];
  for (const { unit } of losers) {
    if (unit.kind === 'submit') {
      submits.push(unit);
      continue;
    }
    cache.drop(unit.jobId);
    const takenUp = result.takenUp(unit.jobId);
    if (takenUp !== undefined) for (const item of unit.items) item.takenUp = takenUp;
    queue.putAgain(unit);
  }
  if (submits.length === 0) return undefined;
  let answers: (SubmitResult | undefined)[];
  try {
    submits = await withoutRefusedTickets(pool, submits);
    if (submits.length === 0) return undefined;
    answers = await answersOfLosers(pool, submits);
  } catch (error) {
    for (const unit of submits) unit.reject(error);
    return error instanceof StoreUnavailable ? error : undefined;
  }
  submits.forEach((unit, i) => {
    const answer = answers[i];
    const quota = result.beyondQuota(unit.jobId);
    if (answer !== undefined) unit.resolve(answer);
    else if (quota !== undefined) unit.reject(new QuotaExceeded(unit.command.tenantId, quota));
    else queue.putAgain(unit);
  });
  return undefined;
}

/** Tells those whose ticket is no good any more, and answers the others: a ticket speaks before any key does. */
async function withoutRefusedTickets(pool: StorePool, submits: SubmitUnit[]): Promise<SubmitUnit[]> {
  const shown = submits.flatMap(({ command: { ticket } }) => ticket ?? []);
  if (shown.length === 0) return submits;
  const refusals = (await refusalsOf(pool, shown)).values();
  return submits.filter((unit) => {
    const refusal = unit.command.ticket === undefined ? undefined : (refusals.next().value as Error | undefined);
    if (refusal !== undefined) unit.reject(refusal);
    return refusal === undefined;
  });
}
