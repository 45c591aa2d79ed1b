import { uuidV7, type SlotOffer } from '#event-log';

/** Shorter than the two seconds that an offer is good for at its worker, so that a grant still finds it. */
const HOLDS_MS = 1_500;

/**
 * Slots that workers have offered, each good for one job. Pure but for the new deliveries' ids; the time is handed in. Nothing here has to be right, and an
 * offer that comes twice is counted twice: a worker that gets a grant it has no slot for gives the job back.
 */
export class SlotOffers {
  private readonly byWorker = new Map<string, { readonly offer: string; readonly untilMs: number; left: number }[]>();

  offered(workerId: string, offer: string, slots: number, nowMs: number): void {
    const before = this.byWorker.get(workerId)?.filter(({ untilMs }) => untilMs > nowMs) ?? [];
    this.byWorker.set(workerId, [...before, { offer, untilMs: nowMs + HOLDS_MS, left: slots }]);
  }

  /** A slot of the newest offer of a worker that suits; the workers take turns. */
  take(suits: (workerId: string) => boolean, nowMs: number): SlotOffer | undefined {
    for (const [workerId, offers] of this.byWorker) {
      const newest = offers.at(-1);
      if (newest === undefined || newest.untilMs <= nowMs) this.byWorker.delete(workerId);
      else if (suits(workerId)) {
        newest.left -= 1;
        if (newest.left === 0) offers.pop();
        this.byWorker.delete(workerId);
        this.byWorker.set(workerId, offers);
        return { workerId, offer: newest.offer, deliveryId: uuidV7() };
      }
    }
    return undefined;
  }
}
