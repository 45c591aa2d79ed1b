import { validator } from '#contracts';
import { advanceOperation, cancelOperation, claimOperation, matchOf, NO_JOB, operationOf, startOperation, statusesOf, timeOf, type OperationState, type Step } from './operation-state';

const ID = '01a1fddf-0000-7000-8000-0000000000f1';
const NOW = '2026-01-31T12:00:00.000Z';
const START_MS = Date.parse(NOW);
const job = (atMs: number): string => {
  const hex = atMs.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000001`;
};
const A = job(START_MS - 5_000);
const B = job(START_MS - 2_500);

function started(changes: Partial<OperationState> = {}): OperationState {
  const { state } = startOperation({ action: 'cancel', filter: { queue: 'mail' }, by: 'ada' }, { id: ID, tenantId: 'default', correlationId: 'c-1' }, NOW);
  return { ...(state as OperationState), runner: 'r1', fromMs: START_MS - 5_000, ...changes };
}
const step = (changes: Partial<Step> = {}): Step => ({ dealt: [], counted: 0, cursor: A, inFlight: [], last: false, ...changes });
const stateOf = (decision: { state?: OperationState | 'deleted' }): OperationState => decision.state as OperationState;

describe('a bulk operation', () => {
  it('begins with an event that says what it is to do', () => {
    const { state, events } = startOperation({ action: 'redrive', filter: { state: 'FAILED' }, reason: 'fixed', dryRun: true }, { id: ID, tenantId: 'default', correlationId: 'c-1' }, NOW);
    expect(state).toMatchObject({ status: 'running', cursor: NO_JOB, by: 'client', dryRun: true });
    expect(events).toMatchObject([{ type: 'operation.started', payload: { operationId: ID, action: 'redrive', reason: 'fixed', dryRun: true } }]);
    expect(validator('OperationStarted')(JSON.parse(JSON.stringify(events?.[0]?.payload)))).toMatchObject({ ok: true });
  });

  it('notes what came of a chunk together with what is next in hand', () => {
    const first = advanceOperation(started(), 'r1', step({ cursor: A, inFlight: [A] }), NOW);
    expect(first).toMatchObject({ outcome: 'goes_on', state: { cursor: A, inFlight: [A], matched: 0 } });
    expect(first.events).toBeUndefined();
    const dealt = [{ jobId: A, result: 'done' as const }, { jobId: B, result: 'skipped' as const }, { jobId: ID, result: { code: 'validation_failed', detail: 'no' } }];
    const second = advanceOperation(stateOf(first), 'r1', step({ dealt, cursor: B, inFlight: [B] }), NOW);
    expect(second.state).toMatchObject({ cursor: B, inFlight: [B], matched: 3, done: 1, skipped: 1, failed: 1, failures: [{ jobId: ID, code: 'validation_failed', detail: 'no' }] });
  });

  it('is finished when there is nothing more, and says so once', () => {
    const over = advanceOperation(started(), 'r1', step({ dealt: [{ jobId: A, result: 'done' }], last: true }), NOW);
    expect(over).toMatchObject({ outcome: 'over', state: { status: 'finished', finishedAt: NOW, inFlight: [], done: 1 }, events: [{ type: 'operation.finished', payload: { status: 'finished', done: 1, by: 'ada' } }] });
    expect(validator('OperationFinished')(JSON.parse(JSON.stringify(over.events?.[0]?.payload)))).toMatchObject({ ok: true });
    expect(advanceOperation(stateOf(over), 'r1', step({ last: true }), NOW)).toEqual({ outcome: 'over' });
  });

  it('ends where it is when somebody stops it, with the chunk in hand counted', () => {
    const asked = cancelOperation(started({ inFlight: [A] }), { by: 'grace', reason: 'wrong' }, NOW);
    expect(asked).toMatchObject({ outcome: 'asked', state: { status: 'running', cancelRequested: { by: 'grace' } } });
    const over = advanceOperation(stateOf(asked), 'r1', step({ dealt: [{ jobId: A, result: 'done' }], inFlight: [B] }), NOW);
    expect(over).toMatchObject({ outcome: 'over', state: { status: 'cancelled', done: 1, inFlight: [] }, events: [{ payload: { status: 'cancelled', by: 'grace' } }] });
    expect(cancelOperation(stateOf(over), {}, NOW)).toEqual({ outcome: 'ended' });
    expect(cancelOperation(undefined, {}, NOW)).toEqual({ outcome: 'unknown' });
  });

  it('has one runner: who was taken over from notes nothing', () => {
    const taken = claimOperation(started({ inFlight: [A] }), 'r2', 1);
    expect(taken.outcome).toMatchObject({ runner: 'r2', inFlight: [A], fromMs: START_MS - 5_000 });
    expect(advanceOperation(stateOf(taken), 'r1', step({ last: true }), NOW)).toEqual({ outcome: 'over' });
    expect(claimOperation(started({ status: 'finished' }), 'r2', 1)).toEqual({ outcome: undefined });
    expect(claimOperation(undefined, 'r2', 1)).toEqual({ outcome: undefined });
    expect(claimOperation(started({ fromMs: undefined }), 'r2', 1).outcome?.fromMs).toBe(1);
  });

  it('keeps the first failures only', () => {
    const dealt = Array.from({ length: 30 }, () => ({ jobId: A, result: { code: 'queue_full' } }));
    const { state } = advanceOperation(started(), 'r1', step({ dealt }), NOW);
    expect([stateOf({ state }).failed, stateOf({ state }).failures?.length]).toEqual([30, 20]);
  });
});

describe('what an operation is about', () => {
  it('is only jobs that the action can do something for', () => {
    expect(statusesOf('cancel', {})).toEqual(['HELD', 'WAITING', 'SCHEDULED', 'QUEUED', 'RUNNING', 'RETRYING']);
    expect(statusesOf('cancel', { state: 'COMPLETED' })).toEqual([]);
    expect(statusesOf('redrive', { type: 'a' })).toEqual(['FAILED']);
    expect(statusesOf('redrive', { state: 'CANCELLED' })).toEqual([]);
    expect(statusesOf('retry_now', { type: 'a' })).toEqual(['RETRYING']);
    expect(statusesOf('retry_now', { state: 'SCHEDULED' })).toEqual(['SCHEDULED']);
  });

  it('is no job that was submitted after it', () => {
    expect(matchOf(started())).toMatchObject({ queue: 'mail', submittedBefore: '2026-01-31T12:00:00.001Z' });
    expect(matchOf(started({ filter: { submittedBefore: '2027-01-01T00:00:00.000Z' } })).submittedBefore).toBe('2026-01-31T12:00:00.001Z');
    expect(matchOf(started({ filter: { submittedBefore: '2025-01-01T00:00:00.000Z', submittedAfter: '2024-01-01T00:00:00.000Z' } }))).toMatchObject({ submittedBefore: '2025-01-01T00:00:00.000Z', submittedFrom: '2024-01-01T00:00:00.000Z' });
  });
});

describe('how far an operation is', () => {
  it('is where its cursor stands in the time that the jobs were submitted in', () => {
    expect(timeOf(B)).toBe(START_MS - 2_500);
    expect(operationOf(started({ cursor: B }), START_MS + 10_000)).toMatchObject({ progress: expect.closeTo(0.5, 3) as number, etaAt: '2026-01-31T12:00:20.004Z' });
    expect(operationOf(started(), START_MS + 10_000)).toMatchObject({ progress: 0, etaAt: undefined });
    expect(operationOf(started({ fromMs: START_MS + 1, cursor: B }), START_MS)).toMatchObject({ progress: 0 });
    expect(operationOf(started({ status: 'finished' }), START_MS)).toMatchObject({ progress: 1, etaAt: undefined });
    expect(operationOf(started({ filter: { ids: [A, B] }, matched: 1 }), START_MS)).toMatchObject({ progress: 0.5 });
  });

  it('is told to the log in steps that are worth a look', () => {
    const later = (state: OperationState, cursor: string, ms: number) => advanceOperation(state, 'r1', step({ cursor }), new Date(START_MS + ms).toISOString());
    const at = (share: number): string => job(START_MS - 5_000 + share * 5_000);
    expect(later(started(), at(0.5), 999).events).toBeUndefined();
    const half = later(started({ matched: 3, done: 3 }), at(0.5), 10_000);
    expect(half.events).toMatchObject([{ type: 'operation.progressed', payload: { operationId: ID, matched: 3, done: 3, progress: expect.closeTo(0.5, 2) as number, etaAt: '2026-01-31T12:00:20.004Z' } }]);
    expect(validator('OperationProgressed')(JSON.parse(JSON.stringify(half.events?.[0]?.payload)))).toMatchObject({ ok: true });
    expect(later(stateOf(half), at(0.6), 10_500).events).toBeUndefined();
    expect(later(stateOf(half), at(0.505), 20_000).events).toBeUndefined();
    expect(later(stateOf(half), at(0.505), 70_000).events).toHaveLength(1);
    expect(later(stateOf(half), at(0.6), 11_000).events).toHaveLength(1);
  });

  it('is told as the contract has it', () => {
    const told = operationOf(started({ cursor: B, cancelRequested: { at: NOW, by: 'grace' } }), START_MS + 10_000);
    expect(validator('Operation')(JSON.parse(JSON.stringify(told)))).toMatchObject({ ok: true });
  });
});
