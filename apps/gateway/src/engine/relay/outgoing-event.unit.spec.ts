import { TOPOLOGY } from '#contracts';
import type { LoggedEvent } from '#event-log';
import { outgoing } from './outgoing-event';

const EVENTS = TOPOLOGY.exchanges.events.name;
const DISPATCH = TOPOLOGY.exchanges.dispatch.name;

const logged = (type: LoggedEvent['type'], payload: object): LoggedEvent => ({
  position: 1,
  eventId: '01a1fddf-0000-7000-8000-000000000001',
  type,
  streamId: '01a1fddf-0000-7000-8000-000000000002',
  correlationId: 'c-1',
  text: JSON.stringify({ payload }),
  event: undefined,
});

describe('an event on its way out', () => {
  it('goes to the readers under its type', () => {
    expect(outgoing(logged('job.completed', { status: 'COMPLETED' })).routes).toEqual([{ exchange: EVENTS, routingKey: 'job.completed' }]);
  });

  it('goes to the workers as well when it queues a job', () => {
    const { routes, payload } = outgoing(logged('job.queued', { queue: 'mail', priority: 'high' }));
    expect(routes).toEqual([{ exchange: EVENTS, routingKey: 'job.queued' }, { exchange: DISPATCH, routingKey: 'mail.high' }]);
    expect(payload).toMatchObject({ queue: 'mail', priority: 'high' });
  });

  it('tells when a retry is due', () => {
    expect(outgoing(logged('job.retry_scheduled', { runAt: '2026-01-31T12:00:00.000Z', cause: 'failed' })).payload).toMatchObject({ runAt: '2026-01-31T12:00:00.000Z' });
  });

  it('is not parsed where nothing depends on its payload', () => {
    expect(outgoing({ ...logged('job.started', {}), text: 'not read' }).payload).toBeUndefined();
  });

  it('is not parsed either when this process wrote it', () => {
    const event = { ...logged('job.queued', {}), text: 'not read', event: { type: 'job.queued', at: '', payload: { queue: 'mail', priority: 'low' } } } as unknown as LoggedEvent;
    expect(outgoing(event).routes).toHaveLength(2);
  });
});
