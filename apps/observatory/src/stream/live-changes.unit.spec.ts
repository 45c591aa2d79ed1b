import { LiveEvent } from './event-window';
import { LiveChanges } from './live-changes';

const event = (position: number, id: string, status: string, eventType = 'job.started'): LiveEvent =>
  new LiveEvent(position, JSON.stringify({ eventType, correlationId: 'c', stream: { id }, payload: { status, type: 't', queue: 'q' } }), (text) => text);

it('tells each job once, as it is now, and nothing when nothing happened', () => {
  const changes = new LiveChanges();
  expect(changes.take()).toBeUndefined();
  changes.add(event(1, 'a', 'RUNNING'));
  changes.add(event(2, 'b', 'RUNNING'));
  changes.add(event(3, 'a', 'COMPLETED'));
  expect(changes.take()).toEqual({ position: 3, more: false, jobs: [{ id: 'a', status: 'COMPLETED', type: 't', queue: 'q' }, { id: 'b', status: 'RUNNING', type: 't', queue: 'q' }] });
  changes.add(event(4, 'x', 'firing', 'alert.fired'));
  expect(changes.take()).toEqual({ position: 4, more: false, jobs: [] });
});

it('says when there is more than it tells', () => {
  const changes = new LiveChanges();
  for (let position = 1; position <= 600; position += 1) changes.add(event(position, `j-${position}`, 'QUEUED'));
  const told = changes.take();
  expect([told?.jobs.length, told?.more, told?.position]).toEqual([500, true, 600]);
});
