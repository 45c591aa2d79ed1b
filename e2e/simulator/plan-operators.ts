import { CATCH_UP_POLICIES, OVERLAP_POLICIES, type OperationAction } from '#contracts';
import type { Fault } from './faults';
import type { Random } from './kernel/random';
import type { SimPayload } from './processes/sim-handler';
import type { Duties } from './stage';
import type { World } from './world';

/** Few schedules have operators in them: what they do is looked for each second, which is not for nothing. */
export function dutiesOf(random: Random): Duties {
  const chosen = random.next();
  return { schedules: chosen < 0.05, operations: chosen >= 0.05 && chosen < 0.1 };
}

/** What takes the lead away from whom has it: in the middle, or so that he does not know. */
const TAKES_THE_LEAD: readonly Fault[] = ['kill gateway between steps', 'kill gateway between steps', 'kill gateway', 'stop gateway', 'partition gateway'];

/**
 * Decides what operators do, and what happens to the leader while that is done. Answers when the last of it is to happen.
 *
 * @param hot moments at which something happens to jobs; virtual milliseconds
 */
export function planOperators(world: World, random: Random, hot: readonly number[], payload: () => SimPayload): number {
  const at: number[] = [];
  if (world.duties.schedules) at.push(...planSchedule(world, random, hot, payload));
  if (world.duties.operations) at.push(...planOperations(world, random, hot));
  return Math.max(0, ...at);
}

function planSchedule(world: World, random: Random, hot: readonly number[], payload: () => SimPayload): number[] {
  const { scheduler, operators } = world;
  const everyS = random.pick([1, 2, 2, 5]);
  const atMs = Math.max(100, random.pick(hot) + random.between(-500, 500));
  const lastsMs = everyS * random.between(2_000, 6_000);
  const wishes = { cron: `*/${everyS} * * * * *`, lastsMs, payload: payload(), catchUp: random.pick(CATCH_UP_POLICIES), overlap: random.pick(OVERLAP_POLICIES) };
  scheduler.at(atMs, () => operators.schedule('ticks', wishes));
  // A schedule begins at a full hour, so its ticks are at full seconds.
  const tickMs = (): number => Math.ceil((atMs + random.between(100, lastsMs)) / (everyS * 1_000)) * everyS * 1_000;
  const at = [atMs];
  for (let times = random.whole(0, 2); times > 0; times--) {
    const strikeMs = tickMs() + random.between(-3, 25);
    at.push(strikeMs);
    scheduler.at(strikeMs, () => world.faults.strike(random.pick(TAKES_THE_LEAD)));
  }
  if (random.chance(0.3)) {
    const pauseMs = tickMs() + random.between(-300, 300);
    at.push(pauseMs);
    scheduler.at(pauseMs, () => operators.pauseScheduleFor('ticks', random.between(500, 5_000)));
  }
  return at;
}

function planOperations(world: World, random: Random, hot: readonly number[]): number[] {
  const at: number[] = [];
  for (let times = random.whole(1, 2); times > 0; times--) {
    const atMs = Math.max(100, random.pick(hot) + random.between(0, 3_000));
    at.push(atMs);
    const action = random.pick<OperationAction>(['cancel', 'retry_now', 'redrive', 'redrive']);
    world.scheduler.at(atMs, () => world.operators.toAll(action));
    if (random.chance(0.3)) continue;
    const strikeMs = atMs + random.between(1, 60);
    at.push(strikeMs);
    world.scheduler.at(strikeMs, () => world.faults.strike(random.pick(TAKES_THE_LEAD)));
  }
  return at;
}
