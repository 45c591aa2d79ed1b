import type { AttemptGrant } from '#contracts';
import type { CommandExecutor } from '#event-log';
import type { Logger } from '#observability';
import type { ControlSender, SendOutcome } from '../control-sender';
import { inMessages, type Answers } from './answers';

/** Sends answers, after what they say has been committed. */
export class AnswerSender {
  constructor(
    private readonly control: ControlSender,
    private readonly executor: CommandExecutor,
    private readonly logger: Logger,
  ) {}

  send(answers: Answers): void {
    for (const [workerId, items] of answers.granted) {
      for (const grants of inMessages(items)) {
        const returned = (outcome: SendOutcome): void => {
          if (outcome === 'returned') this.takeBack(workerId, grants);
        };
        this.control.send('attempt.granted', workerId, { workerId, grants }, returned, answers.traceOf(grants));
      }
    }
    for (const [workerId, items] of answers.denied) for (const denials of inMessages(items)) this.control.send('attempt.denied', workerId, { workerId, denials }, undefined, answers.traceOf(denials));
    for (const [workerId, items] of answers.revoked) for (const attempts of inMessages(items)) this.control.send('attempt.revoked', workerId, { workerId, attempts }, undefined, answers.traceOf(attempts));
    for (const [workerId, items] of answers.owned) for (const attempts of inMessages(items)) this.control.send('attempt.owned', workerId, { workerId, attempts });
  }

  /** A grant that nobody received: the worker's control queue is gone. Its jobs are freed at once; a worker that lives asks under a new delivery. */
  private takeBack(workerId: string, grants: readonly AttemptGrant[]): void {
    this.logger.info({ workerId, grants: grants.length }, 'grants came back: the worker is not there to take them');
    for (const { jobId, deliveryId } of grants) {
      this.executor.run(jobId, { kind: 'returned', deliveryId }, { patient: true }).catch((err: unknown) => this.logger.error({ err, jobId }, 'a returned grant could not be taken back'));
    }
  }
}
