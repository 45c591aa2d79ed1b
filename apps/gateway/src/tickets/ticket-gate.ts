import { performance } from 'node:perf_hooks';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '#http';
import type { Principal, Ticket, TicketSigner } from '#identity';
import type { TicketMetrics } from './ticket-metrics';

declare module 'fastify' {
  interface FastifyRequest {
    /** The ticket that is shown in place of a credential. */
    ticket: ShownTicket | null;
  }
}

export interface ShownTicket extends Ticket {
  /** What it took so far to find out whether the ticket is good, without the wait for the body. */
  spentMs: number;
}

export interface TicketGateOptions {
  readonly signer: TicketSigner | undefined;
  readonly maxTtlMs: number;
  readonly metrics: TicketMetrics;
  /** The clock of the store, which every gateway goes by. */
  readonly nowMs: () => number;
}

const TICKET = /^ticket +([^ ]+)$/i;
const MAY = new Set(['jobs:submit'] as const);

/** Clocks of the store before and after a failover may be so far apart. */
const SKEW_MS = 60_000;

/**
 * Reads tickets, before the body is read: who made it, whether its time has come and gone, and whether this is the request that it is for. What is left
 * is the body's hash, when the body is there, and whether the ticket was used before, which only the submission itself can tell for certain.
 */
export class TicketGate {
  constructor(private readonly options: TicketGateOptions) {}

  /** undefined for a request that shows no ticket. */
  read(request: FastifyRequest): Principal | ApiError | undefined {
    const { authorization } = request.headers;
    if (authorization === undefined || !/^ticket/i.test(authorization)) return undefined;
    const startedAt = performance.now();
    const ticket = this.verified(authorization, request);
    if (ticket instanceof ApiError) return ticket;
    request.ticket = { ...ticket, spentMs: performance.now() - startedAt };
    // It may do what it was made for and nothing else, in the name of whoever made it.
    return { kind: 'token', id: `ticket:${ticket.id}`, name: `ticket of ${ticket.issuer}`, tenantId: ticket.tenantId, roles: [], permissions: MAY, expiresAtMs: ticket.expiresAtMs };
  }

  private verified(authorization: string, request: FastifyRequest): Ticket | ApiError {
    const { signer, metrics, maxTtlMs, nowMs } = this.options;
    const text = TICKET.exec(authorization)?.[1];
    if (signer === undefined) return refused('tickets are not taken here');
    const read = text === undefined || shownTwice(request.raw.rawHeaders) ? ({ kind: 'refused', why: 'malformed' } as const) : signer.read(text);
    if (read.kind === 'refused') {
      metrics.count('forged');
      return refused(read.why === 'unknown_key' ? 'the ticket was signed with a key that does not hold any more' : 'this is no ticket of this platform');
    }
    const { ticket } = read;
    const now = nowMs();
    if (ticket.expiresAtMs <= now) {
      metrics.count('expired');
      return refused('the ticket has expired');
    }
    // Signed by us, and yet it would be good for longer than any ticket may be: the cap was lowered, or the clock has been set back.
    if (ticket.expiresAtMs - ticket.issuedAtMs > maxTtlMs || ticket.expiresAtMs - now > maxTtlMs + SKEW_MS) {
      metrics.count('too_long');
      return refused(`the ticket is good for longer than the ${maxTtlMs} ms that a ticket may be`);
    }
    if (request.method !== ticket.method || request.url !== ticket.path) {
      metrics.count('mismatched');
      return new ApiError('ticket_mismatch', { detail: `the ticket is for ${ticket.method} ${ticket.path}`, facts: { ticket: ticket.id } });
    }
    return ticket;
  }
}

function refused(detail: string): ApiError {
  return new ApiError('unauthorized', { detail });
}

/** See readCredential in the identity library: a proxy may have looked at the other one. */
function shownTwice(rawHeaders: readonly string[]): boolean {
  return rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'authorization').length > 1;
}
