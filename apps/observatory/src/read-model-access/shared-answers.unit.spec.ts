import { SharedAnswers } from './shared-answers';

/** A read model that stands at a position; negative ones are those of another log. */
const STANDINGS = {
  since: (then: number, now: number) => (then < 0 !== now < 0 ? ('another log' as const) : then === now ? ('nothing' as const) : ('something' as const)),
  hasReached: (position: number, atLeast: number | undefined) => position >= (atLeast ?? 0),
};

describe('shared answers', () => {
  const asked: string[] = [];
  let now = 0;
  let shared: SharedAnswers<string, number>;
  const later = (answer: string) => (): Promise<string> => {
    asked.push(answer);
    return Promise.resolve(answer);
  };
  const ask = async (question: string, position: number, answer: string, atLeast?: number): Promise<string> => {
    const given = await shared.answer(question, position, atLeast, later(answer));
    return `${given.answer} at ${given.standing}`;
  };
  beforeEach(() => {
    asked.length = 0;
    now = 1_000;
    shared = new SharedAnswers<string, number>(STANDINGS, 100, () => now);
  });

  it('asks once for those who ask at the same instant and a moment later', async () => {
    const both = await Promise.all([ask('q', 1, 'first'), ask('q', 1, 'second')]);
    now += 250;
    expect([...both, await ask('q', 1, 'third')]).toEqual(['first at 1', 'first at 1', 'first at 1']);
    expect(asked).toEqual(['first']);
  });

  it('asks anew for another question, and after a moment', async () => {
    const answers = [await ask('q', 1, 'first'), await ask('r', 1, 'other')];
    now += 251;
    expect([...answers, await ask('q', 1, 'later')]).toEqual(['first at 1', 'other at 1', 'later at 1']);
  });

  it('gives a young answer that was left behind, for where the read models stood', async () => {
    await ask('q', 1, 'first');
    now += 50;
    expect([await ask('q', 2, 'second'), asked]).toEqual(['first at 1', ['first']]);
  });

  it('lets nobody wait for the next one where somebody comes soon', async () => {
    await ask('q', 1, 'first');
    const next = Promise.withResolvers<string>();
    now += 51;
    expect(await shared.answer('q', 2, undefined, () => next.promise)).toMatchObject({ answer: 'first', standing: 1 });
    now += 100;
    expect(await ask('q', 3, 'not asked')).toBe('first at 1');
    next.resolve('second');
    await next.promise;
    expect([await ask('q', 2, 'not asked either'), asked]).toEqual(['second at 2', ['first']]);
  });

  it('lets those wait who come when nobody has come for a while, and when the next answer takes too long', async () => {
    await ask('q', 1, 'first');
    now += 101;
    expect(await ask('q', 2, 'second')).toBe('second at 2');
    const next = Promise.withResolvers<string>();
    now += 60;
    await shared.answer('q', 3, undefined, () => next.promise);
    now += 191;
    const waiting = ask('q', 4, 'not asked');
    next.resolve('third');
    expect(await waiting).toBe('third at 3');
  });

  it('asks anew for whoever wants to see more, and for those who come after', async () => {
    await ask('q', 5, 'first');
    expect(await ask('q', 6, 'second', 6)).toBe('second at 6');
    expect(await ask('q', 7, 'third')).toBe('second at 6');
  });

  it('never goes back: an answer that comes late does not take the place of a later one', async () => {
    const slow = Promise.withResolvers<string>();
    const first = shared.answer('q', 1, undefined, () => slow.promise);
    now += 1;
    await ask('q', 2, 'second', 2);
    slow.resolve('first');
    expect(await first).toEqual({ answer: 'first', standing: 1 });
    expect(await ask('q', 3, 'third')).toBe('second at 2');
  });

  it('asks anew when the log is another', async () => {
    await ask('q', 5, 'first');
    expect(await ask('q', -1, 'of another log')).toBe('of another log at -1');
  });

  it('does not keep what failed', async () => {
    const failing = (): Promise<string> => Promise.reject(new Error('no store'));
    const failed = await Promise.allSettled([shared.answer('q', 1, undefined, failing), ask('q', 1, 'not asked')]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect([await ask('q', 1, 'again'), asked]).toEqual(['again at 1', ['again']]);
    now += 60;
    expect([await shared.answer('q', 2, undefined, failing), await ask('q', 2, 'once more')]).toEqual([{ answer: 'again', standing: 1, askedAt: 1_000 }, 'again at 1']);
  });

  it('keeps a bounded number', async () => {
    for (let n = 0; n <= 100; n += 1) await ask(`q${n}`, 1, `${n}`);
    await ask('q100', 1, 'kept');
    expect(asked).toHaveLength(101);
    await ask('q0', 1, 'forgotten');
    expect(asked).toHaveLength(102);
  });
});
