import { gist, KEPT, type LoggedEvent, speaksOf, withNewer } from './event-log';

const event = (position: number, payload: LoggedEvent['payload'] = {}): LoggedEvent => ({ eventId: `e${position}`, eventType: 'job.completed', occurredAt: '2026-11-28T10:00:00.000Z', stream: { id: 'job-1', position }, payload });

it('the newest is first, and what came twice stands once', () => {
  const log = withNewer(withNewer([], [event(1), event(2)]), [event(2), event(4), event(3), event(4)]);
  expect(log.map(({ eventId }) => eventId)).toEqual(['e4', 'e3', 'e2', 'e1']);
});

it('only so many are kept, and nothing new changes nothing', () => {
  const log = withNewer([], Array.from({ length: KEPT + 10 }, (_, index) => event(index + 1)));
  expect([log.length, log[0]?.stream?.position]).toEqual([KEPT, KEPT + 10]);
  expect(withNewer(log, [event(3)])).toBe(log);
});

it.each([['', true], ['completed', true], ['JOB-1', true], ['mail', true], ['failed', false]])('whether it speaks of %j: %j', (words, does) => {
  expect(speaksOf(event(1, { queue: 'mail' }), words.toLowerCase())).toBe(does);
});

it('tells what matters of a payload in a line', () => {
  expect(gist(event(1, { type: 'simulate.work', queue: 'default', attempt: 2, error: { message: 'boom' }, other: {} }))).toBe('simulate.work · default · attempt 2 · boom');
});
