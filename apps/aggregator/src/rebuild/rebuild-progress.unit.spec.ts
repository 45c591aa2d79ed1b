import { RebuildProgress } from './rebuild-progress';

const told = (isTTY: boolean, steps: readonly (readonly [number, number])[]): string[] => {
  const lines: string[] = [];
  let nowMs = 0;
  const progress = new RebuildProgress({ isTTY, write: (text) => lines.push(text) }, () => nowMs);
  for (const [atMs, position] of steps) {
    nowMs = atMs;
    progress.tell(position, 10_000);
  }
  return lines;
};

it('tells how far it is, how fast, and how long it will take, a line now and then', () => {
  expect(told(false, [[0, 0], [1_000, 1_000], [5_000, 5_000], [6_000, 6_000], [10_000, 10_000]])).toEqual([
    '  0 %  0 of 10000 events  beginning\n', ' 50 %  5000 of 10000 events  1000 events/s, 5 s to go\n', '100 %  10000 of 10000 events  done in 10.0 s\n',
  ]);
});

it('rewrites its line on a terminal', () => {
  const lines = told(true, [[0, 0], [100, 50], [300, 300], [1_000, 10_000]]);
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line).toMatch(/^\r/);
  expect(lines.at(-1)).toMatch(/\n$/);
});
