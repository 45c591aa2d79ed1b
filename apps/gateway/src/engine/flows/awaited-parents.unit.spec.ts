import { AwaitedParents } from './awaited-parents';

describe('the jobs that others wait for', () => {
  it('are known until they have ended', () => {
    const awaited = new AwaitedParents();
    awaited.add(['a', 'b']);
    expect([awaited.has('a'), awaited.has('c')]).toEqual([true, false]);
    awaited.delete(['a']);
    expect(awaited.has('a')).toBe(false);
    awaited.clear();
    expect(awaited.has('b')).toBe(false);
  });

  it('are all jobs when there are too many to remember', () => {
    const awaited = new AwaitedParents();
    awaited.add(Array.from({ length: AwaitedParents.MOST + 1 }, (_, i) => `p${i}`));
    expect(awaited.has('anybody')).toBe(true);
    awaited.add(['x']);
    awaited.delete(['x']);
    expect(awaited.has('x')).toBe(true);
    awaited.clear();
    expect(awaited.has('x')).toBe(false);
  });
});
