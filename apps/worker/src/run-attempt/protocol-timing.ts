/**
 * A grant is good for this long from the sending of its ask. The gateway counts on it: after a cancel or a pause nothing starts any later.
 */
export const GRANT_HOLDS_MS = 2_000;
/** Slots are offered again this often while nothing takes them. */
export const OFFER_EVERY_MS = 1_000;
/** Offers that were taken up are made good for at most this often. */
export const OFFER_AT_MOST_EVERY_MS = 50;
/** Asks, and reports that were refused, are repeated this often. */
export const REPEAT_MS = 1_000;
/** An attempt that ends within this time reports its end alone: one message less for each short job. */
export const FOLDED_WITHIN_MS = 20;
/** Sign of life of every attempt older than this; the lease lasts 15 s. */
export const BEAT_MS = 3_000;
/** A worker that has been full for this long gives what it cannot start to others. */
export const SLOTS_HELD_MS = 250;
/** Starts that are due within this time are reported together. */
export const TIMER_SLACK_MS = 2;
/** A handler that has not stopped this long after a cancel is cut off. */
export const CANCEL_GRACE_MS = 5_000;
