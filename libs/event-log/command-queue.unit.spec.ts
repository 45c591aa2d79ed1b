import { CommandQueue, keepPatient } from './command-queue';
import type { CommandItem, CommandUnit, SubmitUnit } from './work-unit';

const nothing = (): void => undefined;
const item = (patient = true, reject: (error: unknown) => void = nothing): CommandItem => ({ command: { kind: 'due' }, causationId: undefined, patient, resolve: nothing, reject });
const commands = (jobId: string, bytes = 10, items = [item()]): CommandUnit => ({ kind: 'command', jobId, items, bytes });
const submission = (jobId: string, bytes = 10): SubmitUnit => ({ kind: 'submit', jobId, command: {} as SubmitUnit['command'], bytes, resolve: nothing, reject: nothing });
const ids = (queue: CommandQueue): string[] => queue.take().map(({ jobId }) => jobId);

describe('the queue of commands', () => {
  it('gives groups in the order of arrival, bounded in jobs', () => {
    const queue = new CommandQueue();
    for (let i = 0; i < 300; i++) queue.add(submission(`j${i}`));
    expect(queue.length).toBe(300);
    expect(ids(queue)).toEqual(Array.from({ length: 256 }, (_, i) => `j${i}`));
    expect([ids(queue).length, queue.length, queue.isEmpty]).toEqual([44, 0, true]);
  });

  it('bounds groups in bytes, but lets one that is larger than the bound through', () => {
    const queue = new CommandQueue();
    for (const [id, bytes] of [['a', 9_000_000], ['b', 3_000_000], ['c', 2_000_000]] as const) queue.add(submission(id, bytes));
    expect([ids(queue), ids(queue), ids(queue)]).toEqual([['a'], ['b'], ['c']]);
  });

  it('keeps the commands of a job together', () => {
    const queue = new CommandQueue();
    expect(queue.join('a', item(), 10)).toBe(false);
    queue.add(commands('a'));
    queue.add(commands('b'));
    expect(queue.join('a', item(), 10)).toBe(true);
    expect(queue.length).toBe(3);
    expect(queue.take().map((unit) => unit.kind === 'command' && unit.items.length)).toEqual([2, 1]);
  });

  it('decides again first, with what came for the same job meanwhile behind it', () => {
    const queue = new CommandQueue();
    queue.add(commands('a'));
    const [undone] = queue.take();
    queue.add(commands('b'));
    queue.putAgain(undone as CommandUnit);
    queue.add(commands('a'));
    queue.join('a', item(), 10);
    const group = queue.take();
    expect(group.map(({ jobId }) => jobId)).toEqual(['a', 'b']);
    expect(group[0]?.kind === 'command' && group[0].items.length).toBe(3);
    expect(queue.isEmpty).toBe(true);
  });

  it('has a job once in what is to be decided again, when the store goes away under one unit of it and another waits', () => {
    const queue = new CommandQueue();
    queue.add(commands('a'));
    const [underWay] = queue.take();
    queue.add(commands('b'));
    queue.add(commands('a'));
    queue.putAgain(underWay as CommandUnit);
    for (const unit of queue.drain()) queue.putAgain(unit);
    const group = queue.take();
    expect(group.map((unit) => [unit.jobId, unit.kind === 'command' && unit.items.length])).toEqual([['a', 2], ['b', 1]]);
    expect([queue.isEmpty, queue.length]).toEqual([true, 0]);
    queue.putAgain(commands('a'));
    expect(ids(queue)).toEqual(['a']);
  });

  it('bounds what is to be decided again as well: an outage may leave a lot', () => {
    const queue = new CommandQueue();
    for (let i = 0; i < 300; i++) queue.putAgain(commands(`j${i}`));
    queue.add(submission('later'));
    expect(ids(queue)).toHaveLength(256);
    expect(ids(queue)).toEqual([...Array.from({ length: 44 }, (_, i) => `j${256 + i}`), 'later']);
    expect(queue.isEmpty).toBe(true);
  });

  it('is full at its bounds', () => {
    const queue = new CommandQueue();
    queue.add(submission('a', 64 * 1024 * 1024));
    expect(queue.isFull).toBe(true);
    expect(queue.drain()).toHaveLength(1);
    expect(queue.isFull).toBe(false);
    for (let i = 0; i < 20_000; i++) queue.add(submission(`j${i}`, 1));
    expect(queue.isFull).toBe(true);
  });

  it('tells those who cannot wait', () => {
    const told: unknown[] = [];
    const unit = commands('a', 10, [item(), item(false, (error) => told.push(error))]);
    expect(keepPatient(unit, 'down')).toBe(true);
    expect([unit.items.length, told]).toEqual([1, ['down']]);
    expect(keepPatient(commands('b', 10, [item(false)]), 'down')).toBe(false);
  });
});
