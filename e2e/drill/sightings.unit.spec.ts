import { type Shown, Sightings } from './sightings';

const NAMES = ['ServiceDown'];
const shown = (facts: Partial<Shown> = {}): Shown => ({ name: 'ServiceDown', severity: 'critical', firing: true, startsAtMs: 1_500, ...facts });

describe('what a place has shown of an alert', () => {
  it('is seen when it fires, gone when it does so no more, and not gone when it comes back', () => {
    const sightings = new Sightings(1_000);
    sightings.note('prometheus', [], NAMES, 1_100);
    expect([sightings.seen('prometheus', NAMES), sightings.quiet('prometheus', NAMES)]).toEqual([false, true]);
    sightings.note('prometheus', [shown()], NAMES, 2_000);
    expect([sightings.seen('prometheus', NAMES), sightings.quiet('prometheus', NAMES)]).toEqual([true, false]);
    sightings.note('prometheus', [], NAMES, 3_000);
    expect(sightings.get('prometheus', 'ServiceDown')).toMatchObject({ seenAtMs: 2_000, goneAtMs: 3_000 });
    sightings.note('prometheus', [shown({ severity: 'warning' })], NAMES, 4_000);
    expect(sightings.quiet('prometheus', NAMES)).toBe(false);
    sightings.note('prometheus', [], NAMES, 5_000);
    expect(sightings.get('prometheus', 'ServiceDown')).toEqual({ seenAtMs: 2_000, goneAtMs: 5_000, severities: new Set(['critical', 'warning']) });
  });

  it('is not seen while it is only pending, or when another alert fires', () => {
    const sightings = new Sightings(1_000);
    sightings.note('prometheus', [shown({ firing: false }), shown({ name: 'Another' })], NAMES, 2_000);
    expect([sightings.seen('prometheus', NAMES), sightings.pending('prometheus', 'ServiceDown')]).toEqual([false, true]);
  });

  it('of the observatory counts when it is over by the time it is told, unless it is of before the fault', () => {
    const sightings = new Sightings(1_000);
    sightings.note('observatory', [shown({ firing: false, startsAtMs: 900 })], NAMES, 2_000);
    expect(sightings.seen('observatory', NAMES)).toBe(false);
    sightings.note('observatory', [shown({ firing: false })], NAMES, 3_000);
    expect(sightings.get('observatory', 'ServiceDown')).toMatchObject({ seenAtMs: 3_000, goneAtMs: 3_000 });
  });

  it('is not quiet while the place does not answer', () => {
    expect(new Sightings(0).quiet('observatory', NAMES)).toBe(false);
  });
});
