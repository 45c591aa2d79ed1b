import { Answers, inMessages } from './answers';

describe('answers', () => {
  it('are gathered by worker and kind', () => {
    const answers = new Answers();
    answers.grant('w1', { jobId: 'a', deliveryId: 'd', ask: 1, attempt: 1 });
    answers.grant('w1', { jobId: 'b', deliveryId: 'e', ask: 1, attempt: 1 });
    answers.deny('w2', { jobId: 'c', deliveryId: 'f', reason: 'terminal' });
    answers.revoke('w1', { jobId: 'a', deliveryId: 'd', reason: 'fenced' });
    answers.own('w2', { jobId: 'c', deliveryId: 'f' });
    expect([...answers.granted].map(([worker, items]) => [worker, items.length])).toEqual([['w1', 2]]);
    expect([answers.denied.get('w2')?.length, answers.revoked.get('w1')?.length, answers.owned.get('w2')?.length]).toEqual([1, 1, 1]);
  });

  it('go out in messages of at most 256', () => {
    expect(inMessages([])).toEqual([]);
    expect(inMessages(Array(600).fill(0)).map(({ length }) => length)).toEqual([256, 256, 88]);
  });
});
