import { eventually } from '#testing';
import { RelayLease } from './relay-lease';
import { StoreClock } from './store-clock';
import { openStore, type TestStore } from './store.builder';

jest.setTimeout(60_000);

let store: TestStore;
beforeEach(async () => {
  store = await openStore();
});
afterEach(() => store.close());

const lease = (holder: string): RelayLease => new RelayLease(store.pool, new StoreClock(), holder);

describe("the relay's lease", () => {
  it('has one holder, however many want it', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => lease(`g${i}`).acquire()));
    expect(answers.filter(({ kind }) => kind === 'leader')).toHaveLength(1);
  });

  it('is renewed by its holder under the same epoch', async () => {
    const mine = lease('g1');
    expect(await mine.acquire()).toMatchObject({ kind: 'leader', epoch: 1, cursor: 0, taken: true });
    expect(await mine.acquire()).toMatchObject({ kind: 'leader', epoch: 1, taken: false });
    expect(await lease('g2').acquire()).toEqual({ kind: 'follower' });
  });

  it('goes to another when it has expired by the clock of the database, and fences the one that slept', async () => {
    const [slept, other] = [lease('g1'), lease('g2')];
    await slept.acquire();
    expect(await slept.moveCursor(1, 5)).toBe(true);
    const taken = await eventually(
      async () => {
        const answer = await other.acquire();
        if (answer.kind !== 'leader') throw new Error('not expired yet');
        return answer;
      },
      { message: 'the lease expires' },
    );
    expect(taken).toMatchObject({ epoch: 2, cursor: 5 });
    expect(await slept.moveCursor(1, 9)).toBe(false);
    expect(await slept.cursor(1)).toBeUndefined();
    expect(await slept.acquire()).toEqual({ kind: 'follower' });
    expect(await store.query('SELECT holder, cursor FROM relay_lease')).toEqual([{ holder: 'g2', cursor: 5 }]);
  });

  it('is a new one after a restart under the same name: what the dead process left behind is fenced as well', async () => {
    await lease('g1').acquire();
    await store.query("UPDATE relay_lease SET expires_at = '-infinity'");
    expect(await lease('g1').acquire()).toMatchObject({ epoch: 2 });
  });

  it('only ever moves its cursor forward', async () => {
    const mine = lease('g1');
    await mine.acquire();
    expect(await mine.moveCursor(1, 7)).toBe(true);
    expect(await mine.moveCursor(1, 3)).toBe(true);
    expect(await mine.cursor(1)).toBe(7);
  });

  it('is free at once when it was given up', async () => {
    const mine = lease('g1');
    await mine.acquire();
    await mine.release();
    expect(await lease('g2').acquire()).toMatchObject({ kind: 'leader', epoch: 2 });
  });
});
