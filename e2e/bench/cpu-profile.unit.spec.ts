import { summaryOf, type CpuProfile } from './cpu-profile';

const frame = (id: number, functionName: string, url = '', lineNumber = -1) => ({ id, callFrame: { functionName, url, lineNumber } });

const profile: CpuProfile = {
  nodes: [
    frame(1, '(idle)'),
    frame(2, 'append', 'file:///somewhere/dist/libs/event-log/append-batch.js', 9),
    frame(3, '', 'file:///somewhere/node_modules/@nestjs/core/router/routes.js', 4),
    frame(4, 'writev'),
    frame(5, 'emit', 'node:events', 488),
    frame(6, 'append', 'file:///somewhere/dist/libs/event-log/append-batch.js', 9),
  ],
  samples: [1, 2, 3, 4, 5, 6, 2],
  timeDeltas: [1_000_000, 200_000, 100_000, 300_000, 100_000, 200_000, 100_000],
};

describe('the summary of a CPU profile', () => {
  it('adds up what each function had itself, wherever it was called from', () => {
    const { busySeconds, idleSeconds, functions } = summaryOf(profile);
    expect([busySeconds, idleSeconds]).toEqual([1, 1]);
    expect(functions).toEqual([
      { function: 'append libs/event-log/append-batch.js:10', percent: 50 },
      { function: 'writev', percent: 30 },
      { function: '(anonymous) @nestjs/core/router/routes.js:5', percent: 10 },
      { function: 'emit node:events:489', percent: 10 },
    ]);
  });

  it('and each package; and shows no more of them than asked', () => {
    expect(summaryOf(profile).packages.map((one) => one.function)).toEqual(['libs/event-log', 'writev', '@nestjs/core', 'node:events']);
    expect(summaryOf(profile, 1).functions).toHaveLength(1);
  });
});
