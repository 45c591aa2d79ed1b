/**
 * Asks for jobs that somebody else owns, while the owner is being asked about. Pure.
 *
 * The asking delivery is answered when the owner answers: denied if the owner still runs the job, asked again at once if it does not. Its
 * worker repeats the ask each second anyway, so a question that is never answered costs nothing but that second, and is forgotten.
 */
export interface Asker {
  readonly jobId: string;
  readonly deliveryId: string;
  readonly workerId: string;
  readonly ask: number;
}

interface Question {
  readonly jobId: string;
  readonly ownerDeliveryId: string;
  readonly ownerWorkerId: string;
  askedAtMs: number;
  /** The lease as it was when the question was put: a later one is a sign of life. */
  readonly leaseTick: number;
  readonly askers: Map<string, Asker>;
}

/** Shorter than the second after which an ask is repeated, so that each repetition asks the owner again. */
const ASK_OWNER_AGAIN_MS = 900;
const FORGET_MS = 5_000;

export type AskerVerdict = 'ask_owner' | 'wait' | 'owner_lives';

export class OpenQuestions {
  private readonly byOwner = new Map<string, Question>();

  /** An ask met another owner: `ask_owner` when the owner is to be asked now, `owner_lives` when it has shown itself since it was asked. */
  met(asker: Asker, owner: { readonly deliveryId: string; readonly workerId: string; readonly leaseTick: number }, nowMs: number): AskerVerdict {
    const open = this.byOwner.get(owner.deliveryId);
    if (open === undefined) {
      this.forgetOld(nowMs);
      this.byOwner.set(owner.deliveryId, {
        jobId: asker.jobId,
        ownerDeliveryId: owner.deliveryId,
        ownerWorkerId: owner.workerId,
        askedAtMs: nowMs,
        leaseTick: owner.leaseTick,
        askers: new Map([[asker.deliveryId, asker]]),
      });
      return 'ask_owner';
    }
    if (owner.leaseTick > open.leaseTick) {
      this.byOwner.delete(owner.deliveryId);
      return 'owner_lives';
    }
    open.askers.set(asker.deliveryId, asker);
    if (nowMs - open.askedAtMs < ASK_OWNER_AGAIN_MS) return 'wait';
    open.askedAtMs = nowMs;
    return 'ask_owner';
  }

  /** The owner has answered, or is gone: who asked is handed back, and the question is closed. */
  close(ownerDeliveryId: string): readonly Asker[] {
    const open = this.byOwner.get(ownerDeliveryId);
    if (open === undefined) return [];
    this.byOwner.delete(ownerDeliveryId);
    return [...open.askers.values()];
  }

  get size(): number {
    return this.byOwner.size;
  }

  private forgetOld(nowMs: number): void {
    for (const [deliveryId, question] of this.byOwner) if (nowMs - question.askedAtMs > FORGET_MS) this.byOwner.delete(deliveryId);
  }
}
