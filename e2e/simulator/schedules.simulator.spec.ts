import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Plays in processes of its own, as built: the simulator replaces the clocks and timers of the thread it runs in. */
async function simulate(...words: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join('dist', 'e2e', 'simulator', 'main.js'), ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

/** Where each planted bug was found last; `npm run -s simulate -- --first-seeds` says it anew. */
const FIRST_SEEDS = JSON.parse(readFileSync(join(__dirname, 'first-seeds.json'), 'utf8')) as Partial<Record<string, number>>;
const MOST_SCHEDULES = 10_000;

/** A bug that the schedule of a seed finds is found by the schedules up to it. Where code has changed it may be another seed, which is searched for. */
async function find(plant: string, check: RegExp): Promise<{ code: number | null; output: string }> {
  const seed = FIRST_SEEDS[plant];
  if (seed !== undefined && seed <= MOST_SCHEDULES) {
    const there = await simulate('--from', String(seed), '--n', '1', '--workers', '1', '--plant', plant);
    if (there.code === 1 && check.test(there.output)) return there;
  }
  const searched = await simulate('--n', String(MOST_SCHEDULES), '--plant', plant, '--first');
  process.stderr.write(`first-seeds.json is outdated: ${plant} was searched for: ${searched.output.split('\n')[0]}\n`);
  return searched;
}

/* It runs beside the other levels and gives way to them, so its times are bounds for a machine that is busy. */
describe('the delivery protocol in simulated schedules', () => {
  it('keeps every promise in 20,000 of them', async () => {
    const { code, output } = await simulate('--n', '20000');
    expect(output).toMatch(/^20000 schedules, 0 broke a promise/);
    expect(code).toBe(0);
  }, 1_800_000);

  // The bugs that the rules of the protocol are there to keep out; see plants.ts. The second column is the check that may see it.
  it.each([
    ['fence-removed', /phantomEnd|doubleEnds/],
    ['cursor-before-confirm', /cursorAhead/],
    ['ack-before-confirm', /ackedEarly|slowRecovery/],
    ['duplicate-accepted', /phantomEnd|doubleEnds/],
    ['lease-by-wall-time', /liveLost/],
    ['redelivered-is-dead', /liveLost|hastyLoss/],
    ['grant-without-rev', /doubleOwners|versionGaps|constraints|phantomEnd|limits|slotsLeaked/],
    ['probe-with-one-return', /hastyLoss|liveLost/],
    ['window-cut-short', /dedupeWindow/],
    ['worker-pause-unheard', /startedOnPausedWorker/],
    ['tokens-not-counted', /rates/],
    ['conflict-taken-for-written', /readModelIsNotFold|stuck/],
    ['redrive-without-key', /phantoms|nextLives/],
    ['tick-without-key', /ticks/],
    ['hand-forgotten', /operations/],
  ])('finds %s within 10,000 of them, and says how to see it again', async (plant, check) => {
    const { code, output } = await find(plant, check);
    expect(output).toMatch(check);
    expect(output).toMatch(new RegExp(`replay: npm run -s simulate -- --seed \\d+ --trace --plant ${plant}`));
    expect(code).toBe(1);
  }, 1_800_000);

  it('plays a seed the same way each time, alone or after others', async () => {
    const [once_, again] = await Promise.all([simulate('--seed', '77', '--trace'), simulate('--seed', '77', '--trace')]);
    expect(once_.output.split('\n').length).toBeGreaterThan(50);
    expect(again.output).toBe(once_.output);
    const steps = /(\d+) steps/.exec(once_.output)?.[1];
    const { output } = await simulate('--from', '75', '--n', '3', '--workers', '1', '--json');
    const before = await simulate('--from', '75', '--n', '2', '--workers', '1', '--json');
    expect((JSON.parse(output) as { steps: number }).steps - (JSON.parse(before.output) as { steps: number }).steps).toBe(Number(steps));
  }, 600_000);
});
