import type { Drill } from '../drill';

export const CLIENT_DRILLS: readonly Drill[] = [
  {
    name: 'keys-replayed',
    alerts: ['ReplayAttack'],
    fault: 'a known idempotency key is sent with other bodies, 20 times a second',
    repair: 'it is sent no more',
    async cause(system) {
      const idempotencyKey = system.key();
      await system.submit({ type: 'simulate.work', payload: {}, idempotencyKey });
      let other = 0;
      return system.keep(50, () => system.submit({ type: 'simulate.work', payload: { durationMs: ++other }, idempotencyKey }));
    },
  },
  {
    name: 'messages-malformed',
    alerts: ['MessagesParked', 'ContractViolations'],
    fault: 'a program publishes to the report exchange what is no JSON, and envelopes that break their contract',
    repair: 'it stops',
    async cause(system) {
      const envelope = {
        contractVersion: '1.0.0',
        eventType: 'attempt.succeeded',
        eventId: '0193b0a0-3333-7000-8000-0000000000ff',
        occurredAt: '2026-01-31T23:59:59.123Z',
        producer: { service: 'drill', instanceId: 'drill', version: '1.0.0' },
        correlationId: 'drill',
        idempotencyKey: 'drill',
        payload: { nothing: 'that the contract knows' },
      };
      return system.keep(1_000, async () => {
        await system.publish('observatory.reports', 'attempt.succeeded', '{ no json');
        await system.publish('observatory.reports', 'attempt.succeeded', JSON.stringify(envelope));
      });
    },
  },
];
