import { counter, histogram, type CounterChild } from '#observability';

const OUTCOMES = ['issued', 'used', 'replayed', 'expired', 'forged', 'mismatched', 'too_long'] as const;
export type TicketOutcome = (typeof OUTCOMES)[number];

/** What becomes of tickets. Every series is there from the start, so that the first replay shows. */
export class TicketMetrics {
  private readonly children: Readonly<Record<TicketOutcome, CounterChild>>;
  private readonly verification = histogram('ticketVerification').labels({});

  constructor() {
    const tickets = counter('tickets');
    this.children = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, tickets.labels({ outcome })])) as Record<TicketOutcome, CounterChild>;
  }

  count(outcome: TicketOutcome): void {
    this.children[outcome].inc();
  }

  verified(ms: number): void {
    this.verification.observe(ms / 1_000);
  }
}
