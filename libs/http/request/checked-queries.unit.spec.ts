import { CheckedQueries } from './checked-queries';

class Asked {
  constructor(readonly states: string[]) {}
}
class Other {}

describe('queries that were validated lately', () => {
  let checks = 0;
  const check = (states: string[]) => (): Promise<Asked> => {
    checks += 1;
    return Promise.resolve(new Asked(states));
  };
  beforeEach(() => {
    checks = 0;
  });

  it('checks the same text once for each class', async () => {
    const queries = new CheckedQueries();
    const [first, again] = [await queries.checked(Asked, { state: 'A' }, check(['A'])), await queries.checked(Asked, { state: 'A' }, check(['A']))];
    expect([again, checks]).toEqual([first, 1]);
    await queries.checked(Asked, { state: ['A'] }, check(['A']));
    await queries.checked(Other, { state: 'A' }, check(['A']));
    expect(checks).toBe(3);
  });

  it('gives nobody what somebody else can change', async () => {
    const query = (await new CheckedQueries().checked(Asked, {}, check(['A']))) as Asked;
    expect([Object.isFrozen(query), Object.isFrozen(query.states)]).toEqual([true, true]);
  });

  it('remembers no refusal, nothing that is long, and a bounded number', async () => {
    const queries = new CheckedQueries();
    await expect(queries.checked(Asked, { bad: 1 }, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    await queries.checked(Asked, { bad: 1 }, check([]));
    await queries.checked(Asked, { q: 'x'.repeat(1_000) }, check([]));
    await queries.checked(Asked, { q: 'x'.repeat(1_000) }, check([]));
    expect(checks).toBe(3);
    for (let n = 0; n <= 200; n += 1) await queries.checked(Other, { n }, check([]));
    await queries.checked(Other, { n: 0 }, check([]));
    expect(checks).toBe(205);
  });
});
