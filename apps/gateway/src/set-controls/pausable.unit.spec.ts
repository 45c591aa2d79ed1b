import { pageOf } from './page.query';
import { operatorOf, pause, resume, type Pausable } from './pausable';

const NOW = '2026-01-31T12:00:00.000Z';
const ann = { by: 'ann', reason: 'a test' };
interface Bounded extends Pausable {
  readonly concurrency?: number;
}
const event = { type: 'queue.resumed', at: NOW, payload: { queue: 'q', at: NOW, by: 'ann' } } as const;

describe('a pause', () => {
  it('says since when, by whom and why, and stays as it began', () => {
    const first = pause<Bounded>({ concurrency: 3 }, NOW, ann, () => event);
    expect(first).toEqual({ state: { concurrency: 3, paused: { at: NOW, ...ann } }, events: [event], outcome: { at: NOW, ...ann } });
    expect(pause({ paused: { at: NOW, by: 'bob' } }, '2026-02-01T12:00:00.000Z', ann, () => event)).toEqual({ outcome: { at: NOW, by: 'bob' } });
  });

  it('ends once', () => {
    expect(resume<Bounded>({ concurrency: 3, paused: { at: NOW, by: 'bob' } }, () => event)).toEqual({ state: { concurrency: 3, paused: undefined }, events: [event], outcome: undefined });
    expect(resume({}, () => event)).toEqual({ outcome: undefined });
  });

  it('is asked for by the API where nobody says who', () => {
    expect([operatorOf(undefined), operatorOf({}), operatorOf(ann)]).toEqual([{ by: 'api', reason: undefined }, { by: 'api', reason: undefined }, ann]);
  });
});

it('a page that was read with one entry more names the next', () => {
  const entries = ['a', 'b', 'c'].map((name) => ({ name }));
  expect(pageOf(entries, 3)).toEqual({ entries });
  expect(pageOf(entries, 2)).toEqual({ entries: entries.slice(0, 2), nextCursor: 'b' });
});
