import { OpenQuestions } from './open-questions';

const owner = (leaseTick = 5) => ({ deliveryId: 'owner', workerId: 'w1', leaseTick });
const asker = (deliveryId: string, ask = 1) => ({ jobId: 'j', deliveryId, workerId: 'w2', ask });

describe('open questions', () => {
  it('ask the owner once for all who wait, and again as asks are repeated', () => {
    const questions = new OpenQuestions();
    expect(questions.met(asker('a'), owner(), 0)).toBe('ask_owner');
    expect(questions.met(asker('b'), owner(), 100)).toBe('wait');
    expect(questions.met(asker('a', 2), owner(), 1_000)).toBe('ask_owner');
    expect(questions.close('owner')).toEqual([asker('a', 2), asker('b')]);
    expect(questions.close('owner')).toEqual([]);
  });

  it('see a lease that was renewed meanwhile, wherever the answer arrived', () => {
    const questions = new OpenQuestions();
    questions.met(asker('a'), owner(5), 0);
    expect(questions.met(asker('a', 2), owner(6), 1_000)).toBe('owner_lives');
    expect(questions.size).toBe(0);
  });

  it('are forgotten when nobody asks any more', () => {
    const questions = new OpenQuestions();
    questions.met(asker('a'), owner(), 0);
    questions.met(asker('b'), { ...owner(), deliveryId: 'another' }, 10_000);
    expect(questions.size).toBe(1);
    expect(questions.close('owner')).toEqual([]);
  });
});
