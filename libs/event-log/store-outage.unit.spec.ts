import { StoreOutage } from './store-outage';
import type { StoreLogger, StorePool } from './store-pool';

/** Answers, or does not, as the spec says; notes when it was asked. */
class Store {
  answers = false;
  readonly askedAtMs: number[] = [];

  query(): Promise<unknown> {
    this.askedAtMs.push(Date.now());
    return this.answers ? Promise.resolve({ rows: [] }) : Promise.reject(new Error('ECONNREFUSED'));
  }
}

describe('an outage of the store', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 0 }));
  afterEach(() => void jest.useRealTimers());

  const begun = () => {
    const store = new Store();
    const said: string[] = [];
    const over = jest.fn();
    const logger = { warn: (_facts: object, text: string) => void said.push(text), info: (facts: object, text: string) => void said.push(`${text} ${JSON.stringify(facts)}`), error: () => undefined };
    const outage = new StoreOutage(store as unknown as StorePool, logger as unknown as StoreLogger, over);
    outage.begin(new Error('down'));
    return { store, said, over, outage };
  };

  it('is on from the first failure, and told once', () => {
    const { outage, said } = begun();
    outage.begin(new Error('down again'));
    expect([outage.isOn, said]).toEqual([true, ['the store does not answer; clients are refused, reports wait']]);
  });

  it('looks for the store ever more rarely, but each second at least', async () => {
    const { store } = begun();
    await jest.advanceTimersByTimeAsync(5_000);
    const waits = store.askedAtMs.map((atMs, i) => atMs - (store.askedAtMs[i - 1] ?? 0));
    expect(waits).toEqual([50, 100, 200, 400, 800, 1_000, 1_000, 1_000]);
  });

  it('is over when the store answers: says how long it took, and what waited goes on', async () => {
    const { store, outage, over, said } = begun();
    await jest.advanceTimersByTimeAsync(100);
    expect(over).not.toHaveBeenCalled();
    store.answers = true;
    await jest.advanceTimersByTimeAsync(50);
    expect([outage.isOn, over.mock.calls.length, said.at(-1)]).toEqual([false, 1, 'the store answers again {"downForMs":150}']);
    const asked = store.askedAtMs.length;
    await jest.advanceTimersByTimeAsync(5_000);
    expect(store.askedAtMs).toHaveLength(asked);
  });

  it('can come again', async () => {
    const { store, outage } = begun();
    store.answers = true;
    await jest.advanceTimersByTimeAsync(50);
    outage.begin(new Error('down'));
    expect(outage.isOn).toBe(true);
  });
});
