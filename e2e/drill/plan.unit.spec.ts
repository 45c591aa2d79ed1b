import { DRILLS } from './drills/all-drills';
import { planOf } from './plan';

describe('the plan of a run', () => {
  it('has every drill once, the long ones first, and last of all the one that leaves the log as it must not be', () => {
    const { together, alone } = planOf(DRILLS, false);
    expect([...alone, ...together].map(({ name }) => name).sort()).toEqual(DRILLS.map(({ name }) => name).sort());
    expect(together.at(-1)?.name).toBe('log-tampered-with');
    expect(together.findIndex(({ name }) => name === 'jobs-fail')).toBeLessThan(together.findIndex(({ name }) => name === 'redis-killed'));
  });

  it('that names its drills has them in that order, but for the one that leaves its traces', () => {
    const named = ['redis-killed', 'log-tampered-with', 'jobs-fail'].flatMap((wanted) => DRILLS.filter(({ name }) => name === wanted));
    expect(planOf(named, true).together.map(({ name }) => name)).toEqual(['redis-killed', 'jobs-fail', 'log-tampered-with']);
  });
});
