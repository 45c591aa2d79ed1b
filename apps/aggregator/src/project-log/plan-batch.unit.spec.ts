import type { LoggedEvent } from '#read-model';
import { LogBuilder } from '../log.builder';
import { planBatch, type Step } from './plan-batch';

const log = new LogBuilder();
log.job(1).submitted().queued().started().completed();
log.job(2).submitted().queued().started().completed();
const { epoch } = log;
const at = (...positions: number[]): LoggedEvent[] => positions.map((position) => log.events[position - 1] as LoggedEvent);
const shape = (steps: readonly Step[]): unknown[] =>
  steps.map((step) => (step.kind === 'apply' ? step.events.map((event) => event.stream.position) : `repair ${step.after + 1}-${step.upTo}`));

describe('planning a batch', () => {
  it('applies what comes next', () => {
    expect(shape(planBatch({ position: 2, epoch }, at(3, 4, 5)).steps)).toEqual([[3, 4, 5]]);
  });

  it('skips what is applied already and what stands there twice', () => {
    const plan = planBatch({ position: 2, epoch }, at(1, 2, 3, 3, 4));
    expect([shape(plan.steps), plan.duplicates]).toEqual([[[3, 4]], 3]);
  });

  it('puts into order what came out of order', () => {
    expect(shape(planBatch({ position: 0, epoch }, at(3, 1, 2)).steps)).toEqual([[1, 2, 3]]);
  });

  it('repairs a hole before it goes on', () => {
    expect(shape(planBatch({ position: 1, epoch }, at(2, 5, 6)).steps)).toEqual([[2], 'repair 3-4', [5, 6]]);
  });

  it('repairs many holes as one', () => {
    expect(shape(planBatch({ position: 0, epoch }, at(1, 3, 5, 7, 8)).steps)).toEqual([[1], 'repair 2-6', [7, 8]]);
  });

  it('repairs what is missing before the first event', () => {
    expect(shape(planBatch({ position: 0, epoch }, at(4)).steps)).toEqual(['repair 1-3', [4]]);
  });

  it('has nothing to do for duplicates alone', () => {
    expect(planBatch({ position: 8, epoch }, at(1, 8))).toEqual({ steps: [], duplicates: 2, foreign: [] });
  });

  it('sets events of another life of the log aside', () => {
    const other = new LogBuilder('0193ffff-0000-7000-8000-000000000002');
    other.job(1).submitted();
    const plan = planBatch({ position: 0, epoch }, [...other.events, ...at(1)]);
    expect([shape(plan.steps), plan.foreign]).toEqual([[[1]], other.events]);
  });
});
