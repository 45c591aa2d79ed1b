import type { ConsumeMessage } from 'amqplib';
import { counter } from '#observability';
import { backoffMs } from './backoff';
import type { ConfirmPublisher } from './confirm-publisher';
import type { MessagingLogger } from './messaging-logger';

/**
 * Sets messages aside that cannot be handled: a copy goes to the exchange `observatory.parked`, byte for byte, with the reason in its
 * headers; only when that copy is confirmed may the original be acked.
 */
export class Parking {
  constructor(
    private readonly publisher: ConfirmPublisher,
    private readonly logger: MessagingLogger,
  ) {}

  /**
   * Resolves true when the copy is safe. Tries for as long as `stillOurs` says that the original is ours to ack, then resolves false.
   *
   * @param reason a stable code, e.g. `not_an_envelope`
   * @param detail for people, cut to 500 characters
   */
  async park(message: ConsumeMessage, from: string, reason: ParkReason, detail: string, stillOurs: () => boolean): Promise<boolean> {
    const headers = {
      'x-parked-reason': reason,
      'x-parked-detail': detail.slice(0, 500),
      'x-parked-from': from,
      'x-parked-at': new Date().toISOString(),
      'x-parked-exchange': message.fields.exchange,
      'x-parked-routing-key': message.fields.routingKey,
    };
    for (let attempt = 1; stillOurs(); attempt++) {
      try {
        const outcome = await this.publisher.publish(PARKED_EXCHANGE, message.fields.routingKey, message.content, {
          eventType: String(message.properties.type ?? 'unknown'),
          eventId: String(message.properties.messageId ?? ''),
          correlationId: message.properties.correlationId as string | undefined,
          headers,
        });
        if (outcome === 'confirmed') {
          const messageId: unknown = message.properties.messageId;
          this.logger.warn({ reason, detail, from, messageId, bytes: message.content.length }, 'a message was parked');
          counter('messagesParked').labels({ reason: metricReason(reason) }).inc();
          return true;
        }
        this.logger.error({ reason, from }, 'no queue takes parked messages; the message stays where it is');
      } catch (err) {
        if (attempt === 1) this.logger.warn({ err, reason, from }, 'a message could not be parked yet');
      }
      await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt, { initialMs: 50, maxMs: 2_000 })));
    }
    return false;
  }
}

/** Why a message cannot be handled. The first five come from the parser of envelopes. */
export type ParkReason = string;

const METRIC_REASONS = [
  'not_json', 'not_an_envelope', 'unknown_event_type', 'unknown_major_version', 'invalid_payload', 'handler_failed',
] as const;
/** A handler may park with a reason of its own; the metric counts those as `handler_failed`, which keeps its label closed. */
const metricReason = (reason: ParkReason) => METRIC_REASONS.find((known) => known === reason) ?? 'handler_failed';

const PARKED_EXCHANGE = 'observatory.parked';
