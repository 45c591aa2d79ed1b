import { freshnessOf } from '#read-model';
import type { ServedModel } from './served-models';
import { seenFrom, type Standing, STANDINGS } from './standing';

const EPOCH = '0193aaaa-0000-7000-8000-00000000e0c1';
const at = (position: number, facts: Partial<ServedModel> & { epoch?: string } = {}): Standing => {
  const { epoch = EPOCH, ...model } = facts;
  const eventAt = new Date(position * 1_000).toISOString();
  return new Map([['jobs', { collection: 'jobs_1', checkpoint: { _id: 'jobs_1', projection: 'jobs@1', position, epoch, eventAt }, head: { _id: 'log', position, epoch, seenAt: new Date(position * 1_000) }, ...model }]]);
};

it.each<[string, Standing, 'nothing' | 'something' | 'another log']>([
  ['nothing', at(5), 'nothing'],
  ['an event', at(6), 'something'],
  ['a rebuild', at(6, { collection: 'jobs_2' }), 'another log'],
  ['a new log', at(1, { epoch: '0193aaaa-0000-7000-8000-00000000e0c2' }), 'another log'],
])('since then: %s', (_, now, since) => {
  expect(STANDINGS.since(at(5), now)).toBe(since);
});

it('has reached what each of the read models has', () => {
  const both = new Map([...at(5), ...[...at(7)].map(([, model]) => ['errors', model] as const)]);
  expect([undefined, 5, 6].map((atLeast) => STANDINGS.hasReached(both, atLeast))).toEqual([true, true, false]);
});

it('seen from now, what stood there then is behind, and says by how much', () => {
  const [then] = seenFrom(at(5), at(7)).values();
  expect(then && freshnessOf(then.checkpoint, then.head, 7_040)).toMatchObject({ position: 5, headPosition: 7, lagEvents: 2, lagMs: 2_040 });
  const unseen = seenFrom(at(5), at(7, { head: undefined })).get('jobs');
  expect(unseen?.head).toBeUndefined();
});
