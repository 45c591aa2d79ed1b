import { ALERTS } from '../../prometheus/source/rule-files';
import { DRILLS } from './drills/all-drills';

describe('the drills', () => {
  it('are one for each alert of the rules, and for no other', () => {
    const drilled = DRILLS.flatMap(({ alerts }) => alerts);
    expect([...drilled].sort()).toEqual(ALERTS.map(({ name }) => name).sort());
  });

  it('have names of their own, that are not those of alerts', () => {
    const names = DRILLS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('do not ask for an alert that another of the same fault hides', () => {
    for (const { alerts } of DRILLS) {
      for (const name of alerts) {
        const hiddenBy = ALERTS.find((alert) => alert.name === name)?.hiddenBy ?? [];
        expect(alerts.filter((other) => hiddenBy.includes(other))).toEqual([]);
      }
    }
  });
});
