import type { SlotOffer } from '#event-log';

/** Shorter than the two seconds that an offer is good for at its worker, so that a grant still finds it. */
const HOLDS_MS = 1_500;
/** Of one worker; what it offered first goes first. */
const MAX_OF_WORKER = 512;

/**
 * Slots that workers have offered, each good for one job. Pure: the time is handed in. Nothing here has to be right: a worker that gets a grant for a
 * slot it no longer offers gives the job back.
 */
export class SlotOffers {
  private readonly byWorker = new Map<string, { readonly deliveryId: string; readonly untilMs: number }[]>();

  offered(workerId: string, deliveries: readonly string[], nowMs: number): void {
    const before = this.byWorker.get(workerId)?.filter((offer) => offer.untilMs > nowMs) ?? [];
    const all = [...before, ...deliveries.map((deliveryId) => ({ deliveryId, untilMs: nowMs + HOLDS_MS }))];
    this.byWorker.set(workerId, all.slice(-MAX_OF_WORKER));
  }

  /** The newest offer of a worker that suits; the workers take turns. */
  take(suits: (workerId: string) => boolean, nowMs: number): SlotOffer | undefined {
    for (const [workerId, offers] of this.byWorker) {
      const newest = offers.at(-1);
      if (newest === undefined || newest.untilMs <= nowMs) this.byWorker.delete(workerId);
      else if (suits(workerId)) {
        offers.pop();
        this.byWorker.delete(workerId);
        this.byWorker.set(workerId, offers);
        return { workerId, deliveryId: newest.deliveryId };
      }
    }
    return undefined;
  }
}
