import type { ServiceInstance } from '#contracts';
import { storesOf } from './service-health';

const service = (instanceId: string, checks: ServiceInstance['checks']): ServiceInstance => ({ service: 'gateway', instanceId, version: '1', startedAt: '', seenAt: '', ready: checks.every(({ ready }) => ready), checks });

it('a store is as the services see it that use it', () => {
  const stores = storesOf([
    service('g-1', [{ name: 'postgresql', ready: true }, { name: 'rabbitmq', ready: true }]),
    service('g-2', [{ name: 'postgresql', ready: false, detail: 'connection refused' }, { name: 'read-models', ready: false }]),
  ]);
  expect(stores).toEqual([{ name: 'postgresql', ready: false, readyAt: 1, askedBy: 2, detail: 'connection refused' }, { name: 'rabbitmq', ready: true, readyAt: 1, askedBy: 1 }]);
});
