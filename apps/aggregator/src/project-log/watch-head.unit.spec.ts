import { HeadWatch } from './watch-head';

const epoch = 'a';
const look = (watch: HeadWatch, place: number, head: number, atMs: number, headEpoch = epoch) =>
  watch.look({ place: { position: place, epoch }, head: { position: head, epoch: headEpoch }, atMs, patienceMs: 1_000 }).kind;

describe('watching the head of the log', () => {
  it('is content while the read models have everything', () => {
    const watch = new HeadWatch();
    expect([look(watch, 5, 5, 0), look(watch, 5, 5, 9_000)]).toEqual(['complete', 'complete']);
  });

  it('leaves events that were just appended to the broker', () => {
    const watch = new HeadWatch();
    expect([look(watch, 5, 6, 0), look(watch, 6, 9, 900), look(watch, 7, 9, 1_800)]).toEqual(['behind', 'behind', 'behind']);
  });

  it('takes events for lost when the read models stand still behind them', () => {
    const watch = new HeadWatch();
    look(watch, 5, 6, 0);
    expect(watch.look({ place: { position: 5, epoch }, head: { position: 8, epoch }, atMs: 1_000, patienceMs: 1_000 })).toEqual({ kind: 'repair', upTo: 8 });
  });

  it('begins to wait anew once it was content', () => {
    const watch = new HeadWatch();
    look(watch, 5, 6, 0);
    look(watch, 6, 6, 500);
    expect(look(watch, 6, 7, 1_400)).toBe('behind');
  });

  it('asks for a rebuild in another life of the log, or when the log is shorter than what was read from it', () => {
    expect(new HeadWatch().look({ place: { position: 5, epoch }, head: { position: 9, epoch: 'b' }, atMs: 0, patienceMs: 1 })).toEqual({ kind: 'rebuild', reason: 'epoch' });
    expect(new HeadWatch().look({ place: { position: 5, epoch }, head: { position: 4, epoch }, atMs: 0, patienceMs: 1 })).toEqual({ kind: 'rebuild', reason: 'head_behind' });
  });
});
