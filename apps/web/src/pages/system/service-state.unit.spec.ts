import { lookOfService, lookOfServices } from './service-state';

const NOW = Date.parse('2026-11-28T10:00:00.000Z');
const service = (ready: boolean, upForMs: number) => ({ ready, startedAt: new Date(NOW - upForMs).toISOString() });

it('a service that has only just come up is starting; one that has had its time is not ready', () => {
  expect(lookOfService(service(true, 1_000), NOW)).toEqual({ tone: 'ok', word: 'ready' });
  expect(lookOfService(service(false, 1_000), NOW)).toEqual({ tone: 'warn', word: 'starting' });
  expect(lookOfService(service(false, 60_000), NOW)).toEqual({ tone: 'danger', word: 'not ready' });
});

it('the worst of the services is told', () => {
  expect(lookOfServices([service(true, 0), service(true, 0)], NOW)).toEqual({ tone: 'ok', text: '2 services ready' });
  expect(lookOfServices([service(true, 0), service(false, 0)], NOW)).toEqual({ tone: 'warn', text: '1 of 2 services starting' });
  expect(lookOfServices([service(false, 60_000), service(false, 0)], NOW)).toEqual({ tone: 'danger', text: '1 of 2 services not ready' });
});
