import type { PayloadOf } from '#contracts';
import { traceparentIn, type GrantedOffer, type SlotOffer } from '#event-log';
import { counter } from '#observability';
import { Answers } from '../reports/answers';
import type { AnswerSender } from '../reports/answer-sender';
import type { LiveWorkers } from '../workers/live-workers';
import { SlotOffers } from './slot-offers';

/**
 * The short way of a job to a worker that has nothing to do: it is granted in the statement that submits it, to a slot that the worker has offered, and
 * its message travels with the grant. That saves the queue, the ask and a statement, which is what the time of an idle pickup is made of.
 *
 * Only where this gateway relays the log: it alone knows, as it sends the event on, that no worker need be looked for. When anything on this way is
 * lost (the gateway, the grant, the worker) the job has an owner that has not started, and the prober finds that out.
 */
export class SubmissionGrants {
  private readonly offers = new SlotOffers();
  private readonly granted = counter('grants').labels({ outcome: 'granted' });

  constructor(
    private readonly workers: LiveWorkers,
    private readonly answers: AnswerSender,
    private readonly relays: () => boolean,
  ) {}

  offered({ workerId, offer, slots }: PayloadOf['worker.offered']): void {
    this.offers.offered(workerId, offer, slots, performance.now());
  }

  /** A slot for a job that is to run now, if one is on offer. */
  take(queue: string, type: string): SlotOffer | undefined {
    return this.relays() ? this.offers.take((workerId) => this.workers.runs(workerId, queue, type), performance.now()) : undefined;
  }

  /** After the commit of the submission. */
  send(jobId: string, { workerId, offer, deliveryId, attempt, message }: GrantedOffer): void {
    const answers = new Answers();
    answers.grant(workerId, { jobId, deliveryId, ask: 1, attempt, offer, message });
    answers.trace(deliveryId, traceparentIn(message));
    this.answers.send(answers);
    this.granted.inc();
  }
}
