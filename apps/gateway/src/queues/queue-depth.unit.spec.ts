import { QueueDepth } from './queue-depth';

describe('the depth of a queue', () => {
  it('counts a job from its acceptance', () => {
    const depth = new QueueDepth();
    expect([depth.admit(3, 5), depth.admit(3, 5), depth.admit(2, 5), depth.admit(1, 5)]).toEqual([true, false, true, false]);
    expect(depth.jobs).toBe(5);
  });

  it('counts it until the relay has passed it, however long that takes', () => {
    const depth = new QueueDepth();
    depth.admit(4, 100);
    depth.looked({ atBroker: 0, head: 2, cursor: 0 }); // some may still be on their way into the log
    depth.looked({ atBroker: 0, head: 8, cursor: 8 }); // now all four lie up to 8, and the cursor is there
    expect(depth.jobs).toBe(0);
    depth.admit(2, 100);
    depth.looked({ atBroker: 4, head: 12, cursor: 8 });
    depth.looked({ atBroker: 4, head: 12, cursor: 8 });
    depth.looked({ atBroker: 4, head: 12, cursor: 8 });
    expect(depth.jobs).toBe(6);
    depth.looked({ atBroker: 6, head: 12, cursor: 12 });
    expect(depth.jobs).toBe(6);
  });

  it('holds its bound while the broker cannot be asked', () => {
    const depth = new QueueDepth();
    expect(Array.from({ length: 20 }, () => depth.admit(1, 15)).filter(Boolean)).toHaveLength(15);
  });
});
