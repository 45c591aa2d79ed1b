import { OPEN_GATES } from './gates';
import type { GrantClaim } from './gates';
import { decide } from './job.decide';
import { after, ask, at, cancel, context, D1, D2, failed, granted, JOB_ID, lost, running, started, submitted, succeeded, when } from './given.builder';

const PARENT = '01a1fddf-0000-7000-8000-0000000000a1';
const SECOND = '01a1fddf-0000-7000-8000-0000000000a2';

describe('a job with a time', () => {
  it('is scheduled, without a message, and queued when the time has come', () => {
    const job = submitted({ runAt: at(5_000) });
    expect(job).toMatchObject({ status: 'SCHEDULED', version: 1, runAt: at(5_000), queuedVersion: 0, sentAt: undefined });
    expect(when(job, { kind: 'due' }, context(4_999)).outcome).toEqual({ kind: 'not_due', runAtMs: Date.parse(at(5_000)) });
    const due = when(job, { kind: 'due' }, context(5_000));
    expect(due.facts).toMatchObject([{ type: 'job.queued', payload: { reason: 'due', previousStatus: 'SCHEDULED' } }]);
    expect(due.state).toMatchObject({ status: 'QUEUED', runAt: undefined, version: 2, queuedVersion: 2 });
  });

  it('is queued at once when the time has passed', () => {
    expect(submitted({ runAt: at(0) })).toMatchObject({ status: 'QUEUED', runAt: undefined });
  });

  it('is queued before its time when somebody says so, once, and the timer finds nothing due', () => {
    const now = when(submitted({ runAt: at(5_000) }), { kind: 'run_now', by: 'ada' }, context(1_000));
    expect(now.facts).toMatchObject([{ type: 'job.queued', payload: { reason: 'run_now', by: 'ada', previousStatus: 'SCHEDULED' } }]);
    expect(when(now.state, { kind: 'run_now', by: 'ada' })).toMatchObject({ outcome: { kind: 'already_queued' }, facts: [] });
    expect(when(now.state, { kind: 'due' }, context(5_000))).toMatchObject({ outcome: { kind: 'not_due' }, facts: [] });
    expect(when(after(submitted(), cancel), { kind: 'run_now', by: 'ada' })).toMatchObject({ outcome: { kind: 'not_scheduled' }, facts: [] });
    expect(when(submitted({ after: [PARENT] }), { kind: 'run_now', by: 'ada' })).toMatchObject({ outcome: { kind: 'not_scheduled' }, facts: [] });
    expect(when(after(running({ maxAttempts: 3 }), failed(D1)), { kind: 'run_now', by: 'ada' }).facts).toMatchObject([{ payload: { previousStatus: 'RETRYING', attempt: 2 } }]);
  });

  it('is cancelled for good while it waits', () => {
    expect(when(submitted({ runAt: at(5_000) }), cancel)).toMatchObject({ outcome: { kind: 'cancelled' }, state: { status: 'CANCELLED', runAt: undefined } });
  });

  it('gives way to the submission that takes its place only while it waits', () => {
    const supersede = { ...cancel, onlyBeforeQueued: true, cause: 'superseded' as const };
    expect(when(submitted({ runAt: at(5_000) }), supersede).facts).toMatchObject([{ type: 'job.cancel_requested' }, { type: 'job.cancelled', payload: { cause: 'superseded' } }]);
    expect(when(submitted(), supersede)).toMatchObject({ outcome: { kind: 'already_queued' }, facts: [] });
  });
});

describe('a job with parents', () => {
  const parents = (first: string, second: string) => ({ kind: 'parents', parents: [{ jobId: PARENT, status: first as 'QUEUED', result: { n: 1 } }, { jobId: SECOND, status: second as 'QUEUED' }] }) as const;
  const waiting = submitted({ after: [PARENT, SECOND], runAt: at(5_000) });

  it('waits until all have ended, and gets their results', () => {
    expect(waiting).toMatchObject({ status: 'WAITING', runAt: undefined, version: 1 });
    expect(when(waiting, parents('COMPLETED', 'RUNNING'))).toMatchObject({ outcome: { kind: 'still_waiting' }, facts: [] });
    const { facts } = when(waiting, parents('COMPLETED', 'COMPLETED'));
    expect(facts).toMatchObject([{ type: 'job.queued', payload: { reason: 'parents_ended', parents: [{ jobId: PARENT, status: 'COMPLETED', result: { n: 1 } }, { jobId: SECOND, status: 'COMPLETED' }] } }]);
  });

  it('is cancelled as soon as one has not completed, and says which', () => {
    const { state, facts } = when(waiting, parents('RUNNING', 'FAILED'));
    expect(state.status).toBe('CANCELLED');
    expect(facts).toMatchObject([{ payload: { cause: 'parent_ended', reason: `its parent ${SECOND} is FAILED` } }]);
  });

  it('runs anyway if it is to', () => {
    const anyway = submitted({ after: [PARENT, SECOND], onParentFailure: 'run' });
    expect(when(anyway, parents('RUNNING', 'FAILED')).outcome).toEqual({ kind: 'still_waiting' });
    expect(when(anyway, parents('CANCELLED', 'FAILED')).outcome).toEqual({ kind: 'queued' });
  });

  it('is not queued twice', () => {
    expect(when(after(waiting, parents('COMPLETED', 'COMPLETED')), parents('COMPLETED', 'COMPLETED'))).toMatchObject({ outcome: { kind: 'not_waiting' }, facts: [] });
  });

  it('is told of results that are too large to be handed on', () => {
    const large = { jobId: PARENT, status: 'COMPLETED' as const, result: 'x'.repeat(200_000) };
    expect(when(waiting, { kind: 'parents', parents: [large] }).facts).toMatchObject([{ payload: { parents: [{ jobId: PARENT, status: 'COMPLETED', truncated: true }] } }]);
  });
});

describe('a job with a deadline', () => {
  const DEADLINE = { kind: 'deadline' } as const;
  const late = context(60_000);

  it('has failed when it comes and nobody runs it', () => {
    expect(when(submitted({ deadlineAt: at(60_000) }), DEADLINE, context(59_999)).outcome).toMatchObject({ kind: 'not_due' });
    expect(when(submitted({ deadlineAt: at(60_000) }), DEADLINE, late)).toMatchObject({ outcome: { kind: 'failed' }, state: { status: 'FAILED', error: { code: 'deadline_exceeded' } } });
    expect(when(submitted({ runAt: at(90_000), deadlineAt: at(60_000) }), DEADLINE, late).state).toMatchObject({ status: 'FAILED', runAt: undefined });
    expect(when(submitted(), DEADLINE, late).outcome).toEqual({ kind: 'not_due' });
  });

  it.each([['reports the end', failed(D1)], ['hands it back', { kind: 'returned', deliveryId: D1 } as const], ['is lost', lost(D1)]])('is asked to stop by one that runs, and has failed when it %s', (_what, end) => {
    const asked = when(running({ deadlineAt: at(60_000) }), DEADLINE, late);
    expect(asked.outcome).toMatchObject({ kind: 'cancel_requested', owner: { deliveryId: D1 } });
    expect(when(asked.state, end, late).state).toMatchObject({ status: 'FAILED', error: { code: 'deadline_exceeded' }, owner: undefined });
  });

  it('has completed if the attempt still succeeds, and is asked only once', () => {
    const asked = after(running({ deadlineAt: at(60_000) }), DEADLINE, late);
    expect(when(asked, succeeded(D1), late).state.status).toBe('COMPLETED');
    expect(when(asked, DEADLINE, late).facts).toEqual([]);
  });
});

describe('a job with a retry policy of its own', () => {
  it('waits as long as it says', () => {
    const job = running({ retry: { strategy: 'fixed', baseMs: 7_000, jitter: 'none' }, maxAttempts: 9 });
    expect(when(job, failed(D1)).state.runAt).toBe(at(7_000));
    const grown = running({ retry: { strategy: 'exponential', baseMs: 1_000, factor: 3, capMs: 5_000, jitter: 'none' }, maxAttempts: 9 });
    const second = after(after(after(after(grown, failed(D1)), { kind: 'due' }, context(60_000)), ask(D2), context(60_000)), started(D2), context(60_000));
    expect(when(second, failed(D2), context(60_000)).state.runAt).toBe(at(63_000));
  });

  it('has failed for good on a code that it names', () => {
    expect(when(running({ retry: { nonRetryableCodes: ['boom'] } }), failed(D1)).state).toMatchObject({ status: 'FAILED', failures: 1 });
  });
});

describe('a job behind a limit', () => {
  const claims: readonly GrantClaim[] = [{ kind: 'slot', key: 'limit:a', limit: 1 }, { kind: 'token', key: 'limit:r', perSecond: 5, burst: 1 }];
  const limited = context(0, { gates: { ...OPEN_GATES, claimsOf: () => claims } });

  it('takes its slots with the grant and keeps them until its owner is gone', () => {
    const owned = when(submitted(), ask(D1), limited).state;
    expect(owned.owner?.slots).toEqual(['limit:a']);
    expect(after(owned, started(D1)).owner?.slots).toEqual(['limit:a']);
    expect(after(after(owned, started(D1)), succeeded(D1)).owner).toBeUndefined();
  });

  it('is withheld when the store found no slot, and sent again when there is one', () => {
    const { outcome, state } = when(submitted(), { ...ask(D1), takenUp: 'limit:a' }, limited);
    expect([outcome, state.withheldOn]).toEqual([{ kind: 'denied', reason: 'limited', returned: false }, 'limit:a']);
    expect(when(state, { kind: 'unwithhold', on: 'limit:other' }).outcome).toEqual({ kind: 'not_needed' });
    const sent = when(state, { kind: 'unwithhold', on: 'limit:a' }, context(9));
    expect([sent.outcome, sent.state.withheldOn, sent.state.sentAt]).toEqual([{ kind: 'resend', queuedVersion: 2 }, undefined, at(9)]);
    expect(when(state, { kind: 'resend', notSentSince: at(60_000) }, context(90_000)).outcome).toEqual({ kind: 'not_needed' });
  });

  it('is granted to any delivery of its message while it is withheld, once nothing holds it back', () => {
    const withheld = after(submitted(), { ...ask(D1), takenUp: 'limit:a' });
    expect(when(withheld, ask(D2)).state).toMatchObject({ withheldOn: undefined, owner: { deliveryId: D2 } });
  });

  it('is withheld on its type when the worker has no handler for it', () => {
    expect(when(submitted(), { ...ask(D1), unhandled: true })).toMatchObject({ outcome: { reason: 'unhandled' }, state: { withheldOn: 'handler:simulate.work' } });
  });

  it('goes on to another worker when the one that asks is paused', () => {
    const paused = context(0, { gates: { ...OPEN_GATES, workerPaused: (id) => id === 'w1' } });
    expect(when(submitted(), ask(D1), paused)).toMatchObject({ outcome: { kind: 'passed_on', reason: 'paused', queuedVersion: 2 }, types: ['message.resent'] });
    expect(when(submitted(), ask(D1, 'w2'), paused).outcome.kind).toBe('granted');
    expect(when(granted(), ask(D1), paused).outcome).toEqual({ kind: 'denied', reason: 'paused', returned: true });
  });
});

describe('a failed job', () => {
  const redrive = { kind: 'redriven', redrivenTo: SECOND, by: 'ada' } as const;
  const dead = after(running({ maxAttempts: 1 }), failed(D1));

  it('names its one next life and stays as it ended', () => {
    const { outcome, state } = when(dead, redrive);
    expect([outcome.kind, state.status, state.redrivenTo, state.version]).toEqual(['redriven', 'FAILED', SECOND, dead.version + 1]);
    expect(when(state, { ...redrive, redrivenTo: PARENT }).outcome).toEqual({ kind: 'already_redriven', redrivenTo: SECOND });
  });

  it('is the only kind that has one', () => {
    expect(when(submitted(), redrive).outcome).toEqual({ kind: 'not_failed' });
    expect(when(after(running(), succeeded(D1)), redrive).outcome).toEqual({ kind: 'not_failed' });
    expect(decide(redrive, undefined, context()).outcome).toEqual({ kind: 'unknown_job' });
  });

  it('says where it came from', () => {
    expect(submitted({ redrivenFrom: JOB_ID }).redrivenFrom).toBe(JOB_ID);
  });
});
