import { JOB_PRIORITIES } from '#contracts';
import { WaitingDeliveries } from './waiting-deliveries';

describe('WaitingDeliveries', () => {
  it('weighs the priorities 16 : 4 : 1 while all of them wait', () => {
    const waiting = new WaitingDeliveries<string>();
    for (let i = 0; i < 100; i++) for (const priority of JOB_PRIORITIES) waiting.push(priority, priority);
    const picked = Array.from({ length: 21 }, () => waiting.next());
    expect(JOB_PRIORITIES.map((priority) => picked.filter((one) => one === priority).length)).toEqual([16, 4, 1]);
    expect(picked.slice(0, 5).filter((one) => one === 'high').length).toBeLessThan(5);
  });

  it('gives every slot to whoever waits alone', () => {
    const waiting = new WaitingDeliveries<number>();
    for (let i = 0; i < 10; i++) waiting.push('low', i);
    expect(Array.from({ length: 10 }, () => waiting.next())).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(waiting.next()).toBeUndefined();
    expect(waiting.length).toBe(0);
  });

  it('gives everything back at once', () => {
    const waiting = new WaitingDeliveries<string>();
    waiting.push('low', 'a');
    waiting.push('high', 'b');
    expect(waiting.drain()).toEqual(['b', 'a']);
    expect(waiting.length).toBe(0);
  });
});
