import type { LogPlace } from './plan-batch';

/** What comparing the read models with the end of the log asks for. */
export type HeadFinding =
  /** The read models hold everything that the log held. */
  | { readonly kind: 'complete' }
  /** They are behind; deliveries or a later look will tell whether anything is missing. */
  | { readonly kind: 'behind' }
  /** They have not moved since an earlier look at which these events existed: the broker has lost them. */
  | { readonly kind: 'repair'; readonly upTo: number }
  /** The log is not the one that the read models were built from. */
  | { readonly kind: 'rebuild'; readonly reason: 'epoch' | 'head_behind' };

export interface HeadLook {
  readonly head: LogPlace;
  /** Where the read models stood *before* the head was asked for; a later value could be ahead of an older head. */
  readonly place: LogPlace;
  /** Any steady clock, in milliseconds. */
  readonly atMs: number;
  /** How long the read models may stand still behind a known head before its events count as lost. */
  readonly patienceMs: number;
}

/**
 * Compares the read models' place with the end of the log, look after look. While events arrive a loss shows as a hole in their positions;
 * when the last ones are lost and nothing follows, only this comparison shows it. Pure.
 */
export class HeadWatch {
  private stalledAt: { position: number; sinceMs: number } | undefined;

  look({ head, place, atMs, patienceMs }: HeadLook): HeadFinding {
    if (head.epoch !== place.epoch) return { kind: 'rebuild', reason: 'epoch' };
    if (head.position < place.position) return { kind: 'rebuild', reason: 'head_behind' };
    if (head.position === place.position) {
      this.stalledAt = undefined;
      return { kind: 'complete' };
    }
    if (this.stalledAt?.position !== place.position) {
      this.stalledAt = { position: place.position, sinceMs: atMs };
      return { kind: 'behind' };
    }
    if (atMs - this.stalledAt.sinceMs < patienceMs) return { kind: 'behind' };
    return { kind: 'repair', upTo: head.position };
  }
}
