import { CommandExecutor, EventReader, migrate, OperationReader, ResourceStore, StoreClock, StorePool, uuidV7 } from '#event-log';
import { createLogger } from '#observability';
import { eventually, freshDatabase } from '#testing';
import type { ControlSender } from '../engine/control-sender';
import type { RedriveJob } from '../redrive-job/redrive-job';
import { applyAction, type ApplyAction } from './apply-action';
import { OperationRunner } from './operation-runner';
import { startOperation, type OperationState } from './operation-state';

/* The runner against a real store, where gateways die in the middle of a chunk or only seem to. */
jest.setTimeout(60_000);

const logger = createLogger({ service: 'gateway', instanceId: 'gateway-spec', level: 'silent' });
const origin = { correlationId: 'c-1' };
let pool: StorePool;
let executor: CommandExecutor;
let resources: ResourceStore;
let reader: OperationReader;
let apply: ApplyAction;
const runners: OperationRunner[] = [];
beforeAll(async () => {
  const url = await freshDatabase();
  await migrate(url);
  pool = new StorePool({ url, applicationName: 'spec', max: 4, logger });
  const parts = { pool, clock: new StoreClock(), producer: { service: 'gateway', instanceId: 'gateway-spec', version: '0.0.0' } };
  executor = new CommandExecutor({ ...parts, logger });
  resources = new ResourceStore(parts);
  reader = new OperationReader(pool);
  // Nobody owns a job here, and nothing is redriven.
  apply = applyAction(executor, {} as ControlSender, {} as RedriveJob);
});
afterEach(() => {
  for (const runner of runners.splice(0)) runner.stop();
});
afterAll(() => pool.end());

function run(one: ApplyAction): OperationRunner {
  const runner = new OperationRunner({ resources, reader, logger, apply: one });
  runners.push(runner);
  runner.start();
  return runner;
}
async function jobs(type: string, count: number): Promise<string[]> {
  const submitted = Array.from({ length: count }, () =>
    executor.submit({ jobId: uuidV7(), tenantId: 'default', correlationId: 'c-1', type, queue: 'default', priority: 'normal', payload: {} }, 10),
  );
  return (await Promise.all(submitted)).map(({ jobId }) => jobId);
}
async function start(type: string): Promise<string> {
  const id = uuidV7();
  await resources.change<OperationState, unknown>('operation', id, origin, (_, { now }) => startOperation({ action: 'cancel', filter: { type }, by: 'ada' }, { id, tenantId: 'default', correlationId: 'c-1' }, now));
  return id;
}
const stateOf = async (id: string) => (await resources.get<OperationState>('operation', id))!.state;
const ended = (id: string) => eventually(async () => (await stateOf(id)).status === 'finished', { timeoutMs: 30_000, message: 'the operation is finished' });
const ends = async (id: string) => (await new EventReader(pool).read(0, 100_000)).filter(({ type, text }) => type === 'operation.finished' && text.includes(id));

it('is taken over in the middle of a chunk from one that hangs, and counts each job once; the one that wakes up counts nothing', async () => {
  await jobs('hang.me', 450);
  const id = await start('hang.me');
  let given = 0;
  let wake!: () => void;
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  const hangs: ApplyAction = async (...args) => {
    given += 1;
    if (given > 230) await asleep;
    return apply(...args);
  };
  run(hangs);
  await eventually(async () => given > 230 && (await stateOf(id)).inFlight.length > 0, { message: 'the first one hangs in its second chunk' });
  expect(await stateOf(id)).toMatchObject({ status: 'running', done: 200 });
  run(apply);
  await ended(id);
  const counts = { matched: 450, done: 450, skipped: 0, failed: 0 };
  expect(await stateOf(id)).toMatchObject(counts);
  wake();
  await executor.whenIdle();
  expect(await stateOf(id)).toMatchObject({ ...counts, status: 'finished' });
  expect(await ends(id)).toHaveLength(1);
});

it('tries again what cannot be done now, and keeps what cannot be done at all', async () => {
  const ids = await jobs('try.me', 30);
  const id = await start('try.me');
  const tried = new Map<string, number>();
  const stubborn: ApplyAction = async (action, jobId, order) => {
    const times = (tried.get(jobId) ?? 0) + 1;
    tried.set(jobId, times);
    if (jobId === ids[0]) throw Object.assign(new Error('not this one'), { code: 'validation_failed' });
    if (jobId === ids[1] && times < 3) throw Object.assign(new Error('full'), { code: 'queue_full' });
    return apply(action, jobId, order);
  };
  run(stubborn);
  await ended(id);
  expect(await stateOf(id)).toMatchObject({ matched: 30, done: 29, failed: 1, failures: [{ jobId: ids[0], code: 'validation_failed' }] });
  expect([tried.get(ids[0]!), tried.get(ids[1]!)]).toEqual([1, 3]);
});

it('leaves alone what has moved on between its page and its turn', async () => {
  const ids = await jobs('move.me', 20);
  const id = await start('move.me');
  run(async (action, jobId, order) => {
    if (jobId === ids[7]) await executor.run(jobId, { kind: 'cancel', by: 'grace' }, { patient: true });
    return apply(action, jobId, order);
  });
  await ended(id);
  expect(await stateOf(id)).toMatchObject({ matched: 20, done: 19, skipped: 1 });
});
