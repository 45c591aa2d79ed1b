import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { parseEnvelope, type AttemptGrant } from '#contracts';
import type { Delivery } from '#messaging';
import { AttemptRunner } from '../run-attempt/attempt-runner';
import type { Granted } from '../run-attempt/protocol';

/** What the gateway says to this worker, on its control queue. */
@Controller()
export class ControlController {
  constructor(private readonly runner: AttemptRunner) {}

  @EventPattern('intake.*')
  takeIntake(deliveries: readonly Delivery[]): void {
    this.take(deliveries);
  }

  @EventPattern('attempt.*')
  take(deliveries: readonly Delivery[]): void {
    for (const { envelope } of deliveries) {
      switch (envelope.eventType) {
        case 'attempt.granted':
          this.runner.feed({ kind: 'granted', grants: envelope.payload.grants.map(withJob) });
          break;
        case 'attempt.denied':
          this.runner.feed({ kind: 'denied', denials: envelope.payload.denials });
          break;
        case 'attempt.revoked':
          this.runner.feed({ kind: 'revoked', revocations: envelope.payload.attempts });
          break;
        case 'attempt.probed':
          this.runner.feed({ kind: 'probed', attempts: envelope.payload.attempts });
          break;
        case 'attempt.owned':
          this.runner.feed({ kind: 'owned', attempts: envelope.payload.attempts });
          break;
        case 'intake.paused':
          this.runner.feed({ kind: 'intake_paused' });
          break;
        case 'intake.resumed':
          this.runner.feed({ kind: 'intake_resumed' });
          break;
        default:
          // Reports are not addressed to a worker; one that comes here all the same is nobody's command.
          break;
      }
    }
  }
}

/** Reads the job's message where there is one. A grant whose message says nothing is returned like one for a delivery that is not known. */
function withJob({ message, ...grant }: AttemptGrant): Granted {
  if (message === undefined) return grant;
  const parsed = parseEnvelope(message);
  return parsed.ok && parsed.envelope.eventType === 'job.queued' ? { ...grant, job: parsed.envelope } : grant;
}
