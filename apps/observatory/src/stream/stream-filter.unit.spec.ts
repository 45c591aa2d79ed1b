import { headOf, isOpen, matches } from './stream-filter';

const head = headOf(JSON.stringify({ eventType: 'job.started', correlationId: 'c-1', stream: { id: 'j-1' }, payload: { queue: 'mail', type: 'mail.send', status: 'RUNNING' } }));

it.each([
  [{}, true],
  [{ types: ['job.*'] }, true],
  [{ types: ['alert.*', 'job.started'] }, true],
  [{ types: ['job.start'] }, false],
  [{ jobIds: ['j-1'], queue: 'mail', type: 'mail.send', correlationId: 'c-1' }, true],
  [{ jobIds: ['j-2'] }, false],
  [{ queue: 'default' }, false],
  [{ type: 'x' }, false],
  [{ correlationId: 'c-2' }, false],
])('%j hears of it: %j', (filter, heard) => expect(matches(filter, head)).toBe(heard));

it('knows a filter that lets everything through', () => {
  expect([isOpen({}), isOpen({ types: [] }), isOpen({ queue: 'a' })]).toEqual([true, true, false]);
});
