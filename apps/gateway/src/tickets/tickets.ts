import { performance } from 'node:perf_hooks';
import type { CreatedTicketResponse, CreateTicketRequest } from '#contracts';
import type { TicketClaim } from '#domain';
import { TicketExpired, TicketReplayed, type StoreClock, type TicketStore } from '#event-log';
import { ApiError, type SecurityEvents } from '#http';
import type { Principal, Ticket, TicketSigner } from '#identity';
import type { ShownTicket } from './ticket-gate';
import type { TicketMetrics } from './ticket-metrics';
import type { UsedTickets } from './used-tickets';

export interface TicketsOptions {
  readonly signer: TicketSigner | undefined;
  readonly maxTtlMs: number;
  readonly metrics: TicketMetrics;
  readonly store: TicketStore;
  readonly clock: StoreClock;
  readonly used: UsedTickets;
  readonly events: SecurityEvents;
}

/** Makes tickets, and sees to it that each is used once. */
export class Tickets {
  constructor(private readonly options: TicketsOptions) {}

  /** @throws ApiError `forbidden`, `validation_failed`, `not_ready`; the store's errors */
  async create(caller: Principal, { method, path, bodySha256, ttlMs }: CreateTicketRequest): Promise<CreatedTicketResponse> {
    const { signer, maxTtlMs, clock, store, metrics } = this.options;
    if (signer === undefined) throw new ApiError('not_ready', { detail: 'no keys for tickets are configured (GATEWAY_TICKET_KEYS)' });
    // Nobody gives what it has not.
    if (!caller.permissions.has('jobs:submit')) throw new ApiError('forbidden', { detail: 'a ticket submits a job, which none of the roles of the caller allows' });
    const ttl = ttlMs ?? maxTtlMs;
    if (ttl > maxTtlMs) {
      const message = `must be at most ${maxTtlMs}: no ticket is good for longer`;
      throw new ApiError('validation_failed', { detail: `/ttlMs ${message}`, errors: [{ pointer: '/ttlMs', message }] });
    }
    const issuedAtMs = Math.floor(clock.nowMs());
    const expiresAtMs = issuedAtMs + ttl;
    // Before the ticket is given away, so that its submission finds its place.
    if (!(await store.openDay(expiresAtMs))) throw new ApiError('not_ready', { detail: 'the clock of the store has jumped back: tickets that expire then were forgotten already' });
    const { text, ticket } = signer.sign({ tenantId: caller.tenantId, method, path, bodySha256, issuedAtMs, expiresAtMs, issuer: caller.id });
    metrics.count('issued');
    return { ticket: text, id: ticket.id, tenantId: ticket.tenantId, method, path, bodySha256, issuedAt: new Date(issuedAtMs).toISOString(), expiresAt: new Date(expiresAtMs).toISOString() };
  }

  /**
   * Submits with a ticket: it is used up in the statement that writes the job, or not at all.
   *
   * @throws ApiError and TicketReplayed, TicketExpired, besides what `submit` throws
   */
  async submitWith<Answer extends { readonly jobId: string; readonly duplicate: boolean; readonly deduplicated?: boolean }>(ticket: ShownTicket, submit: (claim: TicketClaim) => Promise<Answer>): Promise<Answer> {
    const { metrics, used, store } = this.options;
    const startedAt = performance.now();
    const usedFor = await used.find(ticket.id);
    metrics.verified(ticket.spentMs + performance.now() - startedAt);
    if (usedFor !== undefined) throw this.replayed(new TicketReplayed(usedFor), ticket);
    // The store may have been restored from a backup since the ticket was made.
    if (!(await store.openDay(ticket.expiresAtMs))) throw this.expired(new TicketExpired());
    try {
      const answer = await submit({ nonce: ticket.id, expiresAt: new Date(ticket.expiresAtMs).toISOString() });
      // A job that was there before has not taken the ticket.
      if (!answer.duplicate && answer.deduplicated !== true) {
        metrics.count('used');
        used.add(ticket.id, answer.jobId, ticket.expiresAtMs);
      }
      return answer;
    } catch (error) {
      if (error instanceof TicketReplayed) {
        used.add(ticket.id, error.jobId, ticket.expiresAtMs);
        throw this.replayed(error, ticket);
      }
      throw error instanceof TicketExpired ? this.expired(error) : error;
    }
  }

  private replayed(error: TicketReplayed, { id, tenantId, issuer }: Ticket): TicketReplayed {
    this.options.metrics.count('replayed');
    this.options.events.record({ category: 'replay', tenantId, subject: id, resource: `/v1/jobs/${error.jobId}`, code: error.code, reason: `the ticket, which ${issuer} made, was used before` });
    return error;
  }

  private expired(error: TicketExpired): TicketExpired {
    this.options.metrics.count('expired');
    return error;
  }
}
