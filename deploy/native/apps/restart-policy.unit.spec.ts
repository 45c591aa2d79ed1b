import { decideRestart } from './restart-policy';

describe('a service that ended by itself', () => {
  it('is started again at once the first time', () => {
    expect(decideRestart({ exitCode: 1, ranForMs: 2_000, crashesBefore: 0 })).toEqual({ kind: 'restart', delayMs: 250, crashes: 1 });
  });

  it('waits twice as long after each crash in a row, up to ten seconds', () => {
    const delays = [0, 1, 2, 3, 4, 5, 6, 20].map((crashesBefore) => decideRestart({ exitCode: null, ranForMs: 10, crashesBefore }));
    expect(delays.map((decision) => decision.kind === 'restart' && decision.delayMs)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it('starts from the beginning after having been healthy', () => {
    expect(decideRestart({ exitCode: 1, ranForMs: 60_000, crashesBefore: 9 })).toMatchObject({ delayMs: 250, crashes: 1 });
  });

  it('is given up when it cannot read its configuration', () => {
    expect(decideRestart({ exitCode: 78, ranForMs: 100, crashesBefore: 0 })).toMatchObject({ kind: 'give-up' });
  });
});
