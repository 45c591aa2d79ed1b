import { pathOf, PLACES, WAYS } from './life-path';

it('counts the states that a job was in, and the ways it took, each once as long as it stays', () => {
  const { visits, steps } = pathOf(['QUEUED', 'QUEUED', 'RUNNING', 'RETRYING', 'QUEUED', 'RUNNING', 'COMPLETED']);
  expect(Object.fromEntries(visits)).toEqual({ QUEUED: 2, RUNNING: 2, RETRYING: 1, COMPLETED: 1 });
  expect(steps.get('QUEUED→RUNNING')).toBe(2);
  expect(steps.has('QUEUED→QUEUED')).toBe(false);
});

it('draws no two states in one place, and no way from a state to itself', () => {
  expect(new Set(Object.values(PLACES).map(({ x, y }) => `${x},${y}`)).size).toBe(9);
  for (const [from, to] of WAYS) expect(from).not.toBe(to);
});
