import type { LoggedEvent } from './logged-event';
import type { Projector, ReadModelDocument } from './projector';

/** What folding the events of one document came to. */
export type Fold<Document> =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'changed'; readonly document: Document }
  | { readonly kind: 'gap'; readonly have: number; readonly next: number };

/** Sorts the events of a batch by the document they belong to; the order within a document stays. */
export function groupByDocument<Document extends ReadModelDocument>(
  projector: Projector<Document>,
  events: readonly LoggedEvent[],
): Map<string, LoggedEvent[]> {
  const groups = new Map<string, LoggedEvent[]>();
  for (const event of events) {
    const id = projector.route(event);
    if (id === null) continue;
    const group = groups.get(id);
    if (group) group.push(event);
    else groups.set(id, [event]);
  }
  return groups;
}

/**
 * Folds what is new of `events` (in log order) into a document. An event applies only if it is exactly the next one: what the document has
 * already is skipped, and a missing one is a `gap`, never a leap (a fold that took any later version would lose what was between).
 */
export function foldEvents<Document extends ReadModelDocument>(
  projector: Projector<Document>,
  document: Document | undefined,
  events: readonly LoggedEvent[],
): Fold<Document> {
  let current = document;
  let version = document?.version ?? 0;
  for (const event of events) {
    const sequence = projector.sequence(event);
    if (sequence <= version) continue;
    if (projector.sparse !== true && sequence !== version + 1) return { kind: 'gap', have: version, next: sequence };
    current = projector.project(current, event);
    version = sequence;
  }
  return current === document || current === undefined ? { kind: 'unchanged' } : { kind: 'changed', document: current };
}

/**
 * The same for a document whose history the log itself does not hold whole: what is there is folded, whatever is missing between. An event that the
 * projector cannot make sense of without what is missing is left out.
 */
export function foldAcrossGaps<Document extends ReadModelDocument>(projector: Projector<Document>, document: Document | undefined, events: readonly LoggedEvent[]): Fold<Document> {
  let current = document;
  let version = document?.version ?? 0;
  for (const event of events) {
    const sequence = projector.sequence(event);
    if (sequence <= version) continue;
    try {
      current = projector.project(current, event);
      version = sequence;
    } catch {
      // A job whose beginning is gone cannot be shown; the others can.
    }
  }
  return current === document || current === undefined ? { kind: 'unchanged' } : { kind: 'changed', document: current };
}
