import { type FlowJob, type FlowSource, gatherFlow, graphOf } from './flow-graph';

const id = (number: number): string => `0193010b-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
const job = (number: number, ...after: number[]): FlowJob => ({ id: id(number), type: 'a', queue: 'default', status: 'WAITING', attempt: 0, submittedAt: '2026-01-01T00:00:00.000Z', after: after.map(id) });

const sourceOf = (...jobs: FlowJob[]): FlowSource => ({
  jobs: async (ids) => jobs.filter((one) => ids.includes(one.id)),
  childrenOf: async (parents, limit) => jobs.filter(({ after }) => after.some((parent) => parents.includes(parent))).slice(0, limit),
});
const numbersOf = (flow: Awaited<ReturnType<typeof gatherFlow>>): number[] => [...(flow?.jobs.keys() ?? [])].map((one) => Number.parseInt(one.slice(-12), 16)).sort((a, b) => a - b);

//  1 ─► 3 ─► 4      7 (alone)
//  2 ─┘ └──► 5 ─► 6
const FLOW = [job(1), job(2), job(3, 1, 2), job(4, 3), job(5, 3), job(6, 5, 1), job(7)];

describe('the flow of a job', () => {
  it.each([1, 2, 3, 4, 5, 6])('is the same from each of its jobs (%i)', async (start) => {
    const flow = await gatherFlow(sourceOf(...FLOW), id(start), 100);
    expect([numbersOf(flow), flow?.truncated]).toEqual([[1, 2, 3, 4, 5, 6], false]);
  });

  it('is the job alone when it waits for nothing and nothing for it', async () => {
    expect(numbersOf(await gatherFlow(sourceOf(...FLOW), id(7), 100))).toEqual([7]);
  });

  it('is not there for a job that is not known', async () => {
    expect(await gatherFlow(sourceOf(...FLOW), id(9), 100)).toBeUndefined();
  });

  it('does without a parent that is not known any more', async () => {
    expect(numbersOf(await gatherFlow(sourceOf(job(3, 1, 2), job(2)), id(3), 100))).toEqual([2, 3]);
  });

  it('keeps what is nearest when it is too large, and says so', async () => {
    const wide = [job(1), ...Array.from({ length: 50 }, (_, index) => job(index + 2, 1))];
    const flow = await gatherFlow(sourceOf(...wide), id(1), 10);
    expect([flow?.jobs.size, flow?.truncated]).toEqual([10, true]);
    const exact = await gatherFlow(sourceOf(...wide), id(1), 51);
    expect([exact?.jobs.size, exact?.truncated]).toEqual([51, false]);
  });

  it('puts each job one level below the lowest of its parents', async () => {
    const flow = await gatherFlow(sourceOf(...FLOW), id(3), 100);
    const { nodes, edges } = graphOf(flow!);
    expect(nodes.map((node) => [Number.parseInt(node.id.slice(-12), 16), node.level])).toEqual([[1, 0], [2, 0], [3, 1], [4, 2], [5, 2], [6, 3]]);
    expect(edges).toEqual([[1, 3], [1, 6], [2, 3], [3, 4], [3, 5], [5, 6]].map(([from, to]) => ({ from: id(from!), to: id(to!) })));
  });
});
