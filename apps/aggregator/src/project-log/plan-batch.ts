import type { LoggedEvent } from '#read-model';

/** Where the read models stand: the last position they all have, in which life of the log. */
export interface LogPlace {
  readonly position: number;
  readonly epoch: string;
}

export type Step =
  /** Contiguous events, the first of them the one right after the place reached so far. */
  | { readonly kind: 'apply'; readonly events: readonly LoggedEvent[] }
  /** Events that the broker did not deliver: to be read from the feed, `after` exclusive, `upTo` inclusive. */
  | { readonly kind: 'repair'; readonly after: number; readonly upTo: number };

export interface BatchPlan {
  readonly steps: readonly Step[];
  /** Events that are applied already, or stood in the batch twice. */
  readonly duplicates: number;
  /** Events from another life of the log. They say nothing about this one; which life is the right one only the log's head tells. */
  readonly foreign: readonly LoggedEvent[];
}

/**
 * Orders what the broker delivered (at least once, mostly in order, possibly with holes: the queue is bounded and drops its oldest) into
 * steps that leave no position out and take none twice: what is contiguous, at most one repair, and the rest. A hole is never waited for: whatever stands behind it is committed, so the feed has
 * it. Pure; the same function is driven by the service and by simulations.
 */
export function planBatch(place: LogPlace, delivered: readonly LoggedEvent[]): BatchPlan {
  const foreign = delivered.filter((event) => event.stream.epoch !== place.epoch);
  const events = foreign.length === 0 ? [...delivered] : delivered.filter((event) => event.stream.epoch === place.epoch);
  if (!isAscending(events)) events.sort((a, b) => a.stream.position - b.stream.position);

  let duplicates = 0;
  let reached = place.position;
  let before: LoggedEvent[] | undefined;
  let run: LoggedEvent[] = [];
  let hole: { after: number; upTo: number } | undefined;
  for (const event of events) {
    const { position } = event.stream;
    if (position <= reached) {
      duplicates += 1;
      continue;
    }
    if (position > reached + 1) {
      // What was delivered between two holes is read again with them: one read and one write in place of one per hole.
      before ??= run;
      hole = { after: hole?.after ?? reached, upTo: position - 1 };
      run = [];
    }
    run.push(event);
    reached = position;
  }
  const steps: Step[] = [];
  if (before !== undefined && before.length > 0) steps.push({ kind: 'apply', events: before });
  if (hole !== undefined) steps.push({ kind: 'repair', ...hole });
  if (run.length > 0) steps.push({ kind: 'apply', events: run });
  return { steps, duplicates, foreign };
}

function isAscending(events: readonly LoggedEvent[]): boolean {
  for (let i = 1; i < events.length; i += 1) {
    if ((events[i - 1]?.stream.position ?? 0) > (events[i]?.stream.position ?? 0)) return false;
  }
  return true;
}
