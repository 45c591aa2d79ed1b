import { randomBytes } from 'node:crypto';
import type { Provider } from '@nestjs/common';
import { ConfigurationError } from '#config';
import { LOGGER, SecurityEvents } from '#http';
import { parseTicketKeys, TicketSigner } from '#identity';
import type { Logger } from '#observability';
import type { GatewayEnv } from '../gateway.env';
import type { RedisLink } from '../rate-limits/redis-link';
import { GatewayStore } from '../store/gateway-store';
import { ForgetTickets } from './forget-tickets';
import { RedisTickets } from './redis-tickets';
import { TicketMetrics } from './ticket-metrics';
import { Tickets } from './tickets';
import { RememberedTickets } from './used-tickets';

/** What signs and verifies: undefined where tickets are neither made nor taken. @throws ConfigurationError */
export function ticketSigner({ GATEWAY_TICKET_KEYS: text, NODE_ENV }: Pick<GatewayEnv, 'GATEWAY_TICKET_KEYS' | 'NODE_ENV'>): TicketSigner | undefined {
  if (text === undefined) {
    if (NODE_ENV === 'production') return undefined;
    // Good until this process ends, and nowhere else: enough to try tickets out.
    return new TicketSigner([{ kid: 'this-process', secret: randomBytes(32).toString('base64url') }]);
  }
  const keys = parseTicketKeys(text);
  if (keys === undefined) throw new ConfigurationError([{ variable: 'GATEWAY_TICKET_KEYS', problem: 'must be kid:secret, or several of them with commas between, each kid once and each secret of 32 to 256 characters' }]);
  return new TicketSigner(keys);
}

/** What the guard's gate and the routes share. */
export interface TicketParts {
  readonly signer: TicketSigner | undefined;
  readonly metrics: TicketMetrics;
}

export function ticketProviders(env: GatewayEnv, { signer, metrics }: TicketParts, redis: RedisLink | undefined): Provider[] {
  return [
    {
      provide: Tickets,
      useFactory: (store: GatewayStore, events: SecurityEvents) =>
        new Tickets({ signer, metrics, maxTtlMs: env.MAX_TICKET_TTL_MS, store: store.tickets, clock: store.clock, used: new RememberedTickets(redis && new RedisTickets(redis, () => store.clock.nowMs())), events }),
      inject: [GatewayStore, SecurityEvents],
    },
    { provide: ForgetTickets, useFactory: (store: GatewayStore, logger: Logger) => new ForgetTickets(store.tickets, logger), inject: [GatewayStore, LOGGER] },
  ];
}
