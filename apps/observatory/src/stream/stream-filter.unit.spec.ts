import { headOf, isOpen, matches } from './stream-filter';

const head = headOf(JSON.stringify({ eventType: 'job.started', correlationId: 'c-1', stream: { id: 'j-1' }, payload: { queue: 'mail', type: 'mail.send', status: 'RUNNING' } }));

const ALL = { tenantId: undefined };

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
])('%j hears of it: %j', (filter, heard) => expect(matches({ tenantId: undefined, ...filter }, head)).toBe(heard));

it('knows a filter that lets everything through', () => {
  expect([isOpen(ALL), isOpen({ ...ALL, types: [] }), isOpen({ ...ALL, queue: 'a' }), isOpen({ tenantId: 'acme' })]).toEqual([true, true, false, false]);
});

it.each([
  [{ eventType: 'job.started', tenantId: 'acme' }, true],
  [{ eventType: 'schedule.fired', tenantId: 'acme' }, true],
  [{ eventType: 'operation.started', tenantId: 'acme' }, true],
  [{ eventType: 'job.started', tenantId: 'zeta' }, false],
  [{ eventType: 'job.started', tenantId: undefined }, false],
  [{ eventType: 'queue.paused', tenantId: 'acme' }, false],
  [{ eventType: 'alert.fired', tenantId: 'acme' }, false],
])('a tenant hears of %j: %j', (facts, heard) => {
  const one = headOf(JSON.stringify({ correlationId: 'c-1', stream: { id: 'j-1' }, payload: { queue: 'mail' }, ...facts }));
  expect([matches({ tenantId: 'acme' }, one), matches({ tenantId: 'acme', queue: 'mail', types: ['*'] }, one)]).toEqual([heard, heard]);
});
