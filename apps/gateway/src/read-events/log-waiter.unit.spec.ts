import { EventEmitter } from 'node:events';
import type { EventReader } from '#event-log';
import { LogWaiter } from './log-waiter';

const reader = (position: () => number): EventReader => ({ head: () => Promise.resolve({ position: position(), epoch: 'e' }) }) as unknown as EventReader;

describe('waiting for the log', () => {
  it('ends when the log has grown beyond the position, for those behind it only', async () => {
    const waiter = new LogWaiter(reader(() => 0));
    const [behind, ahead] = [waiter.wait(5, 10_000), waiter.wait(9, 20)];
    waiter.grown(7);
    expect([await behind, await ahead]).toEqual([true, false]);
  });

  it('finds by itself what nobody announced', async () => {
    let position = 0;
    const waiter = new LogWaiter(reader(() => position));
    const waiting = waiter.wait(0, 10_000);
    position = 1;
    await waiter.look();
    expect(await waiting).toBe(true);
  });

  it('lets go of a reader that has gone, and of all when the service stops', async () => {
    const waiter = new LogWaiter(reader(() => Number.NaN));
    const response = new EventEmitter();
    const gone = waiter.wait(0, 10_000, response as never);
    response.emit('close');
    expect(await gone).toBe(false);
    const rest = waiter.wait(0, 10_000);
    waiter.stop();
    expect(await rest).toBe(false);
  });
});
