import { Controls, digest } from './controls';
import { StoreUnavailable } from './store-errors';
import type { StoreLogger, StorePool } from './store-pool';

/** A store whose answers are given when the spec says so. */
function store() {
  const state = { version: 0, paused: false, fails: undefined as Error | undefined, loads: 0, gate: Promise.resolve(), errors: 0 };
  const pool = {
    query: async (statement: { name: string }) => {
      if (state.fails !== undefined) throw state.fails;
      if (statement.name === 'controls_version') return { rows: [{ version: state.version }] };
      state.loads += 1;
      const row = { version: state.version, resources: state.paused ? [{ kind: 'queue', name: 'mail', version: 1, state: { paused: { at: '', by: 'ops' } } }] : null };
      await state.gate;
      return { rows: [row] };
    },
  } as unknown as StorePool;
  return { state, controls: new Controls(pool, { error: () => (state.errors += 1) } as unknown as StoreLogger) };
}
const job = { queue: 'mail', type: 'a', tenantId: 't', payload: {} };

describe('the controls in memory', () => {
  it('are read again only when their version is another', async () => {
    const { state, controls } = store();
    expect(controls.known).toBe(false);
    await controls.look();
    await controls.look();
    expect([controls.known, state.loads]).toEqual([true, 1]);
    Object.assign(state, { version: 1, paused: true });
    await controls.look();
    await controls.look();
    expect(state.loads).toBe(2);
    expect(controls.snapshot.pausedBy(job)).toBe('queue:mail');
  });

  it('share a statement among all who ask while another is under way, which may be too old for them', async () => {
    const { state, controls } = store();
    let open: () => void = () => undefined;
    state.gate = new Promise((resolve) => (open = resolve));
    const first = controls.reload();
    Object.assign(state, { version: 1, paused: true });
    const others = [controls.reload(), controls.reload(), controls.reload()];
    open();
    await first;
    expect(controls.snapshot.version).toBe(0);
    await Promise.all(others);
    expect([state.loads, controls.snapshot.version]).toEqual([2, 1]);
  });

  it('never go back to what is older, and tell each newer one once', async () => {
    const { state, controls } = store();
    const seen: number[] = [];
    controls.onChanged(({ version }) => seen.push(version));
    for (const version of [2, 1, 2, 3]) {
      state.version = version;
      await controls.reload();
    }
    expect(seen).toEqual([2, 3]);
  });

  it('stay as they are while the store is away; anything else is told', async () => {
    const { state, controls } = store();
    state.fails = new StoreUnavailable(undefined, false);
    await controls.look();
    expect(state.errors).toBe(0);
    state.fails = new Error('a bug');
    await controls.look();
    expect(state.errors).toBe(1);
    await expect(controls.reload()).rejects.toThrow('a bug');
    state.fails = undefined;
    await controls.reload();
    controls.start();
    controls.stop();
  });
});

it('a digest is short, and another for another text', () => {
  expect(digest('a')).toHaveLength(22);
  expect(digest('a')).not.toBe(digest('b'));
});
