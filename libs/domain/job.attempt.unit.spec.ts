import { isJobEvent } from './job';
import { attemptOf } from './job.attempt';
import type { JobState } from './job';
import { after, at, cancel, context, D1, failed, fold, granted, lost, running, started, submitted, succeeded, when } from './given.builder';
import type { JobCommand } from './job.decide';

/** The attempts that a command writes, with the job as it is before each event. */
function attemptsOf(job: JobState, command: Exclude<JobCommand, { kind: 'submit' }>, ctx = context(100)) {
  let state = job;
  const rows = [];
  for (const fact of when(job, command, ctx).facts) {
    if (isJobEvent(fact)) rows.push(attemptOf(state, fact));
    state = fold(state, [fact]);
  }
  return rows.filter((row) => row !== undefined);
}

describe('the attempts of a job', () => {
  it('are opened by a start and closed by an end', () => {
    expect(attemptsOf(granted(), started(D1))).toEqual([{ jobId: granted().id, number: 1, state: 'RUNNING', deliveryId: D1, workerId: 'w1', startedAt: at(5) }]);
    expect(attemptsOf(running(), succeeded(D1))).toMatchObject([{ number: 1, state: 'SUCCEEDED', startedAt: at(5), endedAt: at(10), durationMs: 5 }]);
    expect(attemptsOf(running(), failed(D1))).toMatchObject([{ number: 1, state: 'FAILED', endedAt: at(10), durationMs: 5, error: { code: 'boom' } }]);
    expect(attemptsOf(running(), failed(D1, { cause: 'timed_out' }))).toMatchObject([{ state: 'TIMED_OUT' }]);
    expect(attemptsOf(running({ maxAttempts: 1 }), failed(D1))).toMatchObject([{ number: 1, state: 'FAILED', error: { code: 'boom' } }]);
    expect(attemptsOf(running({ maxAttempts: 1 }), failed(D1, { cause: 'timed_out' }))).toMatchObject([{ state: 'TIMED_OUT' }]);
  });

  it('keep the lost ones with their cause, started or not', () => {
    expect(attemptsOf(running(), lost(D1))).toMatchObject([{ number: 1, state: 'LOST', startedAt: at(5), endedAt: at(100), durationMs: 95, error: { code: 'worker_gone' } }]);
    expect(attemptsOf(granted(), lost(D1))).toMatchObject([{ number: 1, state: 'LOST', startedAt: at(0), endedAt: at(100) }]);
  });

  it('keep a cancelled one that ran, and know of none that never did', () => {
    expect(attemptsOf(after(running(), cancel), failed(D1, { cause: 'aborted' }))).toMatchObject([{ number: 1, state: 'CANCELLED', workerId: 'w1', startedAt: at(5), endedAt: at(10) }]);
    expect(attemptsOf(submitted(), cancel)).toEqual([]);
    expect(attemptsOf(submitted(), { kind: 'parked', reason: 'x' })).toEqual([]);
  });
});
