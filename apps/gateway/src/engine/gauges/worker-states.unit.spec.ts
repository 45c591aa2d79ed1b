import { countByState, stateOf } from './worker-states';

describe('the state of a worker', () => {
  const known = { isPaused: (id: string) => id.includes('paused'), runs: (id: string) => id.includes('busy') };
  it.each([
    ['takes jobs', { workerId: 'w', live: true }, 'alive'],
    ['takes jobs and runs some', { workerId: 'busy', live: true }, 'alive'],
    ['is paused and still runs what it has', { workerId: 'paused-busy', live: true }, 'draining'],
    ['is paused and runs nothing', { workerId: 'paused', live: true }, 'paused'],
    ['was not heard of', { workerId: 'w', live: false }, 'lost'],
    ['was paused and is not heard of any more', { workerId: 'paused', live: false }, 'lost'],
  ] as const)('that %s', (_name, worker, state) => {
    expect(stateOf(worker, known)).toBe(state);
  });

  it('is counted, those in which nobody is included', () => {
    expect([...countByState([{ workerId: 'a', live: true }, { workerId: 'b', live: true }], known)]).toEqual([['alive', 2], ['draining', 0], ['paused', 0], ['lost', 0]]);
  });
});
