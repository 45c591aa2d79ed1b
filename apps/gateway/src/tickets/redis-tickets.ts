import type { RedisLink } from '../rate-limits/redis-link';
import type { UsedTickets } from './used-tickets';

/** What all gateways have seen, for as long as Redis keeps it. Its loss opens nothing: the store decides. */
export class RedisTickets implements UsedTickets {
  constructor(
    private readonly redis: RedisLink,
    private readonly nowMs: () => number,
  ) {}

  find(id: string): Promise<string | undefined> {
    return this.redis.find(`ticket:${id}`);
  }

  add(id: string, jobId: string, expiresAtMs: number): void {
    this.redis.keep(`ticket:${id}`, jobId, expiresAtMs - this.nowMs());
  }
}
