import { SharedAnswers } from './shared-answers';

describe('shared answers', () => {
  const asked: string[] = [];
  let now = 0;
  const later = (answer: string) => (): Promise<string> => {
    asked.push(answer);
    return Promise.resolve(answer);
  };
  beforeEach(() => {
    asked.length = 0;
    now = 1_000;
  });

  it('asks once for those who ask at the same instant and a moment later', async () => {
    const shared = new SharedAnswers<string>(100, () => now);
    const both = await Promise.all([shared.answer('q at 1', later('first')), shared.answer('q at 1', later('second'))]);
    now += 250;
    expect([...both, await shared.answer('q at 1', later('third'))]).toEqual(['first', 'first', 'first']);
    expect(asked).toEqual(['first']);
  });

  it('asks anew for another question, when the read models have moved and after a moment', async () => {
    const shared = new SharedAnswers<string>(100, () => now);
    const answers = [await shared.answer('q at 1', later('first')), await shared.answer('r at 1', later('other')), await shared.answer('q at 2', later('moved'))];
    now += 251;
    expect([...answers, await shared.answer('q at 2', later('later'))]).toEqual(['first', 'other', 'moved', 'later']);
  });

  it('does not keep what failed', async () => {
    const shared = new SharedAnswers<string>(100, () => now);
    const failing = (): Promise<string> => Promise.reject(new Error('no store'));
    const failed = await Promise.allSettled([shared.answer('q', failing), shared.answer('q', later('not asked'))]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect([await shared.answer('q', later('again')), asked]).toEqual(['again', ['again']]);
  });

  it('keeps a bounded number', async () => {
    const shared = new SharedAnswers<string>(100, () => now);
    for (let n = 0; n <= 100; n += 1) await shared.answer(`q${n}`, later(`${n}`));
    await shared.answer('q100', later('kept'));
    expect(asked).toHaveLength(101);
    await shared.answer('q0', later('forgotten'));
    expect(asked).toHaveLength(102);
  });
});
