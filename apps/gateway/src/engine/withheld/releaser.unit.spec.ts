import { controlsSnapshot, type ControlResource } from '#domain';
import { StoreUnavailable, type KeyUsage, type WithheldStore } from '#event-log';
import type { Logger } from '#observability';
import { eventually } from '#testing';
import type { Resender } from '../sweep/resender';
import { Releaser, type ReleaserParts } from './releaser';

interface Waiting {
  readonly jobId: string;
  readonly on: string;
}

/** A store in which jobs wait under keys, and whose released jobs stay out until the spec lets them arrive. */
function world(set: ControlResource[]) {
  const state = {
    set,
    waiting: [] as Waiting[],
    out: new Set<string>(),
    usage: new Map<string, KeyUsage>(),
    sent: [] as string[],
    asked: 0,
    fails: undefined as Error | undefined,
    errors: 0,
    handled: true,
  };
  const answer = <T>(value: () => T): Promise<T> => (state.fails === undefined ? Promise.resolve(value()) : Promise.reject(state.fails));
  const store = {
    keys: () => answer(() => [...new Set(state.waiting.map(({ on }) => on))]),
    usage: (keys: string[]) => answer(() => ((state.asked += 1), new Map(keys.map((key) => [key, state.usage.get(key) ?? { inUse: 0 }])))),
    first: (wanted: { key: string; jobs: number }[]) =>
      answer(() => wanted.flatMap(({ key, jobs }) => state.waiting.filter(({ on }) => on === key).slice(0, jobs)).map((one) => ({ ...one, queue: 'mail', type: 'mail.send', priority: 'normal' }))),
    stillOut: (ids: string[]) => answer(() => new Set(ids.filter((id) => state.out.has(id)))),
  } as unknown as WithheldStore;
  const executor = {
    run: (jobId: string) =>
      answer(() => {
        const known = state.waiting.some((one) => one.jobId === jobId);
        state.waiting = state.waiting.filter((one) => one.jobId !== jobId);
        state.out.add(jobId);
        return { outcome: known ? { kind: 'resend', queuedVersion: 2 } : { kind: 'not_needed' } };
      }),
  } as unknown as ReleaserParts['executor'];
  const resender = { resend: (jobs: { id: string }[]) => answer(() => void state.sent.push(...jobs.map(({ id }) => id))) } as unknown as Resender;
  const releaser = new Releaser({
    executor,
    store,
    controls: { get snapshot() { return controlsSnapshot(1, state.set, (text) => text); } },
    workers: { handles: () => state.handled, handlesType: () => true },
    resender,
    logger: { error: () => (state.errors += 1) } as unknown as Logger,
  });
  const wait = (count: number, on: string): void => void state.waiting.push(...Array.from({ length: count }, (_, i) => ({ jobId: `${on}-${i}`, on })));
  const sent = (count: number) => eventually(() => state.sent.length === count, { message: `${count} jobs are sent` });
  return { state, releaser, wait, sent };
}
const KEY = 'limit:l:*';
const limit = (concurrency: number): ControlResource => ({ kind: 'limit', name: 'l', state: { concurrency } });
const PAUSED: ControlResource = { kind: 'queue', name: 'mail', state: { paused: { at: '', by: 'ops' } } };

describe('the releaser', () => {
  it('sends as many as there is room for, and counts those under way until they arrive', async () => {
    const { state, releaser, wait, sent } = world([limit(3)]);
    wait(10, KEY);
    state.usage.set(KEY, { inUse: 1 });
    releaser.note([KEY]);
    await sent(2);
    const asked = state.asked;
    releaser.note([KEY]);
    await eventually(() => state.asked > asked, { message: 'it has looked again' });
    expect(state.sent).toHaveLength(2);
    state.out.clear();
    releaser.note([KEY]);
    await sent(4);
    releaser.stop();
  });

  it('leaves a paused line alone without asking the store, and lets all of it go in the end', async () => {
    const { state, releaser, wait, sent } = world([PAUSED]);
    wait(450, 'queue:mail');
    releaser.lead();
    releaser.note(['queue:mail']);
    await eventually(async () => expect(await Promise.resolve(state.waiting)).toHaveLength(450));
    expect(state.asked).toBe(0);
    state.set = [];
    releaser.controlsChanged();
    await sent(450);
    releaser.stop();
  });

  it('comes back for the next token', async () => {
    const { state, releaser, wait, sent } = world([{ kind: 'limit', name: 'l', state: { rate: { perSecond: 100, burst: 1 } } }]);
    wait(3, 'rate:l:*');
    state.usage.set('rate:l:*', { inUse: 0, bucket: { tokens: 0, ageMs: 10 } });
    releaser.note(['rate:l:*']);
    await sent(1);
    state.out.clear();
    await sent(2);
    state.out.clear();
    await sent(3);
    releaser.stop();
  });

  it('offers a job to a handler only where a worker takes its queue, and not over and over', async () => {
    const { state, releaser, wait, sent } = world([]);
    wait(1, 'handler:mail.send');
    state.handled = false;
    releaser.note(['handler:mail.send']);
    await eventually(() => state.asked === 1, { message: 'it has looked' });
    releaser.note(['handler:mail.send', KEY]);
    await eventually(() => state.asked === 2, { message: 'it has looked at the other' });
    state.handled = true;
    releaser.lead();
    await sent(1);
    releaser.stop();
  });

  it('goes on after the store was away', async () => {
    const { state, releaser, wait, sent } = world([limit(1)]);
    wait(1, KEY);
    state.fails = new StoreUnavailable(undefined, false);
    releaser.note([KEY]);
    releaser.lead();
    releaser.follow();
    await eventually(() => state.errors === 0, { message: 'an outage is no error' });
    state.fails = undefined;
    releaser.lead();
    await sent(1);
    releaser.stop();
    releaser.note([KEY]);
  });
});
