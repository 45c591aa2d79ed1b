import { StoreUnavailable, type SeenWorker, type WorkerSightings } from '#event-log';
import type { Logger } from '#observability';
import { LiveWorkers } from './live-workers';

const worker = (workerId: string, queues: string[], types: string[]): SeenWorker => ({ workerId, startedAt: '', seenAt: '', live: true, queues, types, slots: 1, version: '1' });

function liveWorkers() {
  const state = { seen: [] as SeenWorker[], fails: undefined as Error | undefined, nowMs: 0, errors: 0 };
  const sightings = { seenWithin: () => (state.fails === undefined ? Promise.resolve(state.seen) : Promise.reject(state.fails)) } as unknown as WorkerSightings;
  return { state, live: new LiveWorkers(sightings, { error: () => (state.errors += 1) } as unknown as Logger, () => state.nowMs) };
}

describe('the live workers', () => {
  it('handle a type only from a queue that they take from', async () => {
    const { state, live } = liveWorkers();
    state.seen = [worker('a', ['mail'], ['mail.send']), worker('b', ['default'], ['report.make'])];
    await live.look();
    expect([live.handles('mail', 'mail.send'), live.handles('default', 'mail.send'), live.handles('default', 'report.make')]).toEqual([true, false, true]);
    expect([live.handlesType('mail.send'), live.handlesType('other')]).toEqual([true, false]);
    expect([live.ofQueue('mail'), live.ofQueue('other')]).toEqual([1, 0]);
    state.seen = [];
    expect(live.handles('mail', 'mail.send')).toBe(true);
    await live.look();
    expect(live.handles('mail', 'mail.send')).toBe(false);
  });

  it('are held to handle everything while nobody knows', async () => {
    const { state, live } = liveWorkers();
    expect(live.handles('mail', 'mail.send')).toBe(true);
    await live.look();
    expect(live.handles('mail', 'mail.send')).toBe(false);
    state.fails = new StoreUnavailable(undefined, false);
    state.nowMs = 6_000;
    await live.look();
    expect(live.handles('mail', 'mail.send')).toBe(true);
    expect(state.errors).toBe(0);
    state.fails = new Error('a bug');
    await live.look();
    expect(state.errors).toBe(1);
  });
});
