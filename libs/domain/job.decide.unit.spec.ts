import { OPEN_GATES } from './gates';
import { evolve } from './job';
import { decide } from './job.decide';
import { after, ask, at, cancel, context, D1, D2, failed, fold, granted, JOB_ID, lost, running, started, submitted, succeeded, when } from './given.builder';

const PAUSED = context(0, { gates: { ...OPEN_GATES, pausedBy: () => 'queue:default' } });

describe('submitting', () => {
  it('gives a queued job in two events', () => {
    const job = submitted();
    expect(job).toMatchObject({ id: JOB_ID, status: 'QUEUED', version: 2, queuedVersion: 2, attempt: 0, maxAttempts: 3, queuedAt: at(0), sentAt: at(0) });
  });

  it('names the effect of the handler after the client key, or after the job', () => {
    const named = decide({ kind: 'submit', jobId: JOB_ID, tenantId: 't', correlationId: 'c', type: 'a', queue: 'q', priority: 'low', payload: {}, idempotencyKey: 'k-1' }, undefined, context());
    expect(named.facts[1]).toMatchObject({ type: 'job.queued', payload: { idempotencyKey: 'k-1', attempt: 1, reason: 'submitted' } });
    const unnamed = decide({ kind: 'submit', jobId: JOB_ID, tenantId: 't', correlationId: 'c', type: 'a', queue: 'q', priority: 'low', payload: {} }, undefined, context());
    expect(unnamed.facts[1]).toMatchObject({ payload: { idempotencyKey: JOB_ID } });
  });

  it('changes nothing when the job exists', () => {
    expect(decide({ kind: 'submit', jobId: JOB_ID, tenantId: 't', correlationId: 'c', type: 'a', queue: 'q', priority: 'low', payload: {} }, submitted(), context())).toEqual({ facts: [], outcome: { kind: 'exists' } });
  });
});

describe('asking for a job', () => {
  it('gives it to the first who asks, without telling history', () => {
    const { outcome, types, state } = when(submitted(), ask(D1), context(0, { tick: 7 }));
    expect(outcome).toEqual({ kind: 'granted', attempt: 1 });
    expect(types).toEqual(['owner.granted']);
    expect(state).toMatchObject({ status: 'QUEUED', version: 2, owner: { deliveryId: D1, workerId: 'w1', leaseTick: 7, startedAt: undefined } });
  });

  it('gives it to nobody else while somebody owns it, whatever the broker redelivered', () => {
    const { outcome, types } = when(running(), ask(D2, 'w2'));
    expect(outcome).toMatchObject({ kind: 'probe_owner', owner: { deliveryId: D1, workerId: 'w1' } });
    expect(types).toEqual([]);
  });

  it('grants again to an owner that repeats its ask', () => {
    expect(when(granted(), ask(D1)).outcome).toEqual({ kind: 'granted', attempt: 1 });
    expect(when(running(), ask(D1)).outcome).toEqual({ kind: 'granted', attempt: 1 });
  });

  it('takes a grant back that is under way when the job is cancelled or its queue paused', () => {
    expect(when(after(granted(), cancel), ask(D1)).outcome).toEqual({ kind: 'denied', reason: 'cancelled', returned: true });
    expect(when(granted(), ask(D1), PAUSED).outcome).toEqual({ kind: 'denied', reason: 'paused', returned: true });
    expect(when(running(), ask(D1), PAUSED).outcome).toEqual({ kind: 'granted', attempt: 1 });
  });

  it('is denied behind a closed gate', () => {
    const { outcome, types, state } = when(submitted(), ask(D1), PAUSED);
    expect([outcome, types, state.withheldOn]).toEqual([{ kind: 'denied', reason: 'paused', returned: false }, ['message.withheld'], 'queue:default']);
    // A second delivery of the message says nothing new.
    expect(when(state, ask(D2), PAUSED)).toMatchObject({ outcome: { reason: 'paused' }, types: [] });
  });

  it('is denied for what has ended, waits or does not exist', () => {
    expect(when(after(running(), succeeded(D1)), ask(D2)).outcome).toMatchObject({ kind: 'denied', reason: 'terminal' });
    expect(when(after(submitted(), cancel), ask(D2)).outcome).toMatchObject({ kind: 'denied', reason: 'cancelled' });
    expect(when(after(running(), failed(D1)), ask(D2)).outcome).toMatchObject({ kind: 'denied', reason: 'retrying' });
    expect(decide(ask(D1), undefined, context()).outcome).toEqual({ kind: 'denied', reason: 'unknown_job', returned: false });
  });

  it('never makes an owner of a delivery that was closed', () => {
    const requeued = after(running(), lost(D1));
    expect(requeued).toMatchObject({ status: 'QUEUED', owner: undefined, closedDeliveries: [D1] });
    expect(when(requeued, ask(D1))).toMatchObject({ outcome: { kind: 'revoked', reason: 'fenced' }, types: [] });
    expect(when(requeued, ask(D2)).outcome).toEqual({ kind: 'granted', attempt: 2 });
  });
});

describe('reporting', () => {
  it('a start makes the job RUNNING, once', () => {
    const { outcome, types, state } = when(granted(), started(D1));
    expect([outcome.kind, ...types]).toEqual(['recorded', 'job.started']);
    expect(state).toMatchObject({ status: 'RUNNING', attempt: 1, startedAt: at(5), owner: { startedAt: at(5) } });
    expect(when(state, started(D1))).toMatchObject({ outcome: { kind: 'unchanged' }, types: [] });
  });

  it('an end that comes without its start brings the start along', () => {
    expect(when(granted(), succeeded(D1, { ok: true }))).toMatchObject({
      types: ['job.started', 'job.completed'],
      state: { status: 'COMPLETED', attempt: 1, startedAt: at(5), finishedAt: at(10), result: { ok: true }, owner: undefined, closedDeliveries: [D1] },
    });
    expect(when(running(), succeeded(D1)).types).toEqual(['job.completed']);
  });

  it('from anybody but the owner changes nothing', () => {
    for (const report of [started(D2), succeeded(D2), failed(D2)]) expect(when(running(), report)).toMatchObject({ outcome: { kind: 'fenced' }, types: [] });
    for (const report of [started(D1), succeeded(D1), failed(D1)]) expect(when(submitted(), report)).toMatchObject({ outcome: { kind: 'fenced' }, types: [] });
    expect(decide(succeeded(D1), undefined, context()).outcome).toEqual({ kind: 'fenced' });
  });

  it('twice changes nothing the second time', () => {
    const done = after(running(), succeeded(D1));
    for (const report of [started(D1), succeeded(D1), failed(D1)]) expect(when(done, report)).toMatchObject({ outcome: { kind: 'fenced' }, types: [] });
  });

  it('a failure schedules a retry with jittered backoff', () => {
    const { types, facts, state } = when(running(), failed(D1), context(100));
    expect(types).toEqual(['job.retry_scheduled']);
    expect(facts[0]).toMatchObject({ payload: { status: 'RETRYING', cause: 'failed', attempt: 1, runAt: at(600), losses: 0, error: { code: 'boom' } } });
    expect(state).toMatchObject({ status: 'RETRYING', failures: 1, owner: undefined, runAt: at(600) });
  });

  it('waits as long as the handler asks', () => {
    expect(when(running(), failed(D1, { retryAfterMs: 9_000 }), context(100)).state.runAt).toBe(at(9_100));
  });

  it('the last failure, or one that cannot be retried, ends the job', () => {
    expect(when(running({ maxAttempts: 1 }), failed(D1))).toMatchObject({ types: ['job.failed'], state: { status: 'FAILED', failures: 1, error: { code: 'boom' } } });
    expect(when(running(), failed(D1, { retryable: false })).state.status).toBe('FAILED');
    expect(when(running({ maxAttempts: 1 }), failed(D1, { cause: 'timed_out' })).facts[0]).toMatchObject({ payload: { cause: 'timed_out' } });
  });

  it('an attempt that its worker aborted is lost, not failed', () => {
    expect(when(granted(), failed(D1, { cause: 'aborted' }))).toMatchObject({ types: ['job.started', 'job.retry_scheduled', 'job.queued'], state: { status: 'QUEUED', failures: 0, losses: 1 } });
  });
});

describe('heartbeats', () => {
  it('renew the lease of the owner, once a tick', () => {
    const { outcome, state } = when(running(), { kind: 'heartbeat', deliveryId: D1 }, context(0, { tick: 9 }));
    expect(outcome).toEqual({ kind: 'renewed', cancelRequested: false });
    expect(state.owner?.leaseTick).toBe(9);
    expect(when(state, { kind: 'heartbeat', deliveryId: D1 }, context(0, { tick: 9 })).types).toEqual([]);
  });

  it('tell an owner again that it is to stop, and a stranger that it is one', () => {
    expect(when(after(running(), cancel), { kind: 'heartbeat', deliveryId: D1 }).outcome).toEqual({ kind: 'renewed', cancelRequested: true });
    expect(when(running(), { kind: 'heartbeat', deliveryId: D2 }).outcome).toEqual({ kind: 'fenced' });
  });
});

describe('handing back', () => {
  it('is free before the start', () => {
    expect(when(granted(), { kind: 'returned', deliveryId: D1 })).toMatchObject({
      outcome: { kind: 'released' },
      types: ['job.queued'],
      state: { status: 'QUEUED', losses: 0, attempt: 0, owner: undefined, closedDeliveries: [D1] },
    });
  });

  it('is a loss after it', () => {
    expect(when(running(), { kind: 'returned', deliveryId: D1 })).toMatchObject({ outcome: { kind: 'closed' }, types: ['job.retry_scheduled', 'job.queued'], state: { losses: 1 } });
  });

  it('cancels what was to be cancelled, and means nothing from a stranger', () => {
    expect(when(after(granted(), cancel), { kind: 'returned', deliveryId: D1 })).toMatchObject({ types: ['job.cancelled'], state: { status: 'CANCELLED', cancelRequested: { by: 'ada' } } });
    expect(when(granted(), { kind: 'returned', deliveryId: D2 })).toMatchObject({ outcome: { kind: 'not_owner' }, types: [] });
  });
});

describe('losing an owner', () => {
  it('closes the attempt with its cause and queues the job at once', () => {
    const { facts, types, state } = when(running(), lost(D1), context(50));
    expect(types).toEqual(['job.retry_scheduled', 'job.queued']);
    expect(facts[0]).toMatchObject({ payload: { cause: 'lost', attempt: 1, workerId: 'w1', losses: 1, runAt: at(50), error: { code: 'worker_gone' } } });
    expect(facts[1]).toMatchObject({ payload: { previousStatus: 'RETRYING', reason: 'lost', attempt: 2 } });
    expect(state).toMatchObject({ status: 'QUEUED', attempt: 1, losses: 1, failures: 0 });
  });

  it('is charged to an owner that never said it had started', () => {
    expect(when(granted(), lost(D1)).state).toMatchObject({ attempt: 1, losses: 1 });
  });

  it('is free when a living worker does not know what it has not started', () => {
    expect(when(granted(), lost(D1, 'attempt_unknown'))).toMatchObject({ types: ['job.queued'], state: { losses: 0, attempt: 0, closedDeliveries: [D1] } });
    expect(when(running(), lost(D1, 'attempt_unknown')).state.losses).toBe(1);
  });

  it('has a budget of its own', () => {
    let job = submitted();
    for (let loss = 1; loss <= 5; loss++) {
      const delivery = `01a1fddf-0000-7000-8000-00000000000${loss}`;
      job = after(after(job, ask(delivery)), lost(delivery));
      expect(job).toMatchObject({ status: 'QUEUED', losses: loss });
    }
    const { types, facts, state } = when(after(job, ask(D2)), lost(D2));
    expect(types).toEqual(['job.failed']);
    expect(facts[0]).toMatchObject({ payload: { cause: 'lost_budget', attempt: 6, error: { retryable: false } } });
    expect(state).toMatchObject({ status: 'FAILED', losses: 6, failures: 0 });
  });

  it('cancels a job that was to be cancelled', () => {
    expect(when(after(running(), cancel), lost(D1))).toMatchObject({ types: ['job.retry_scheduled', 'job.cancelled'], state: { status: 'CANCELLED' } });
  });

  it('does not happen to an owner whose lease was renewed meanwhile, or that is no owner any more', () => {
    const alive = after(running(), { kind: 'heartbeat', deliveryId: D1 }, context(0, { tick: 9 }));
    expect(when(alive, { ...lost(D1, 'lease_expired'), leaseTickAtMost: 8 })).toMatchObject({ outcome: { kind: 'lease_renewed' }, types: [] });
    expect(when(alive, { ...lost(D1, 'lease_expired'), leaseTickAtMost: 9 }).outcome).toEqual({ kind: 'lost' });
    expect(when(after(running(), succeeded(D1)), lost(D1))).toMatchObject({ outcome: { kind: 'not_owner' }, types: [] });
  });
});

describe('cancelling', () => {
  it('is final at once when nobody owns the job', () => {
    for (const job of [submitted(), after(running(), failed(D1))]) {
      expect(when(job, cancel)).toMatchObject({ outcome: { kind: 'cancelled' }, types: ['job.cancel_requested', 'job.cancelled'], state: { status: 'CANCELLED', runAt: undefined } });
    }
  });

  it('asks an owner to stop, and is final when it has', () => {
    const { outcome, types, state } = when(running(), cancel);
    expect([outcome.kind, ...types]).toEqual(['cancel_requested', 'job.cancel_requested']);
    expect(state.status).toBe('RUNNING');
    expect(when(state, failed(D1, { cause: 'aborted' }))).toMatchObject({ types: ['job.cancelled'], state: { status: 'CANCELLED' } });
    expect(when(state, succeeded(D1)).state.status).toBe('COMPLETED');
  });

  it('twice is once, and too late is too late', () => {
    expect(when(after(running(), cancel), cancel)).toMatchObject({ outcome: { kind: 'already_requested' }, types: [] });
    expect(when(after(running(), succeeded(D1)), cancel)).toMatchObject({ outcome: { kind: 'already_terminal' }, types: [] });
    expect(decide(cancel, undefined, context()).outcome).toEqual({ kind: 'unknown_job' });
  });
});

describe('time', () => {
  it('queues a job again when its backoff is over, not before', () => {
    const waiting = after(running(), failed(D1), context(100));
    expect(when(waiting, { kind: 'due' }, context(599))).toMatchObject({ outcome: { kind: 'not_due', runAtMs: Date.parse(at(600)) }, types: [] });
    expect(when(waiting, { kind: 'due' }, context(600))).toMatchObject({ outcome: { kind: 'queued' }, types: ['job.queued'], state: { status: 'QUEUED', runAt: undefined, queuedVersion: waiting.version + 1 } });
    expect(when(submitted(), { kind: 'due' }).outcome).toEqual({ kind: 'not_due' });
  });

  it('sends a message again that nobody took, without a new event', () => {
    const { outcome, types, state } = when(submitted(), { kind: 'resend', notSentSince: at(0) }, context(30_000));
    expect(outcome).toEqual({ kind: 'resend', queuedVersion: 2 });
    expect(types).toEqual(['message.resent']);
    expect(state).toMatchObject({ version: 2, sentAt: at(30_000), resends: 1 });
    expect(when(state, { kind: 'resend', notSentSince: at(0) }).outcome.kind).toBe('not_needed');
    expect(when(granted(), { kind: 'resend', notSentSince: at(0) }).outcome.kind).toBe('not_needed');
  });
});

describe('a parked message', () => {
  it('fails a job that waits for it, and nobody else', () => {
    expect(when(submitted(), { kind: 'parked', reason: 'invalid_payload' })).toMatchObject({ types: ['job.failed'], state: { status: 'FAILED', attempt: 0, error: { code: 'message_parked' } } });
    expect(when(running(), { kind: 'parked', reason: 'x' })).toMatchObject({ outcome: { kind: 'not_needed' }, types: [] });
  });
});

describe('folding', () => {
  it('the logged facts alone gives the same job but for who may run it', () => {
    const history = [...when(granted(), started(D1)).facts, ...when(running(), failed(D1), context(100)).facts];
    expect(fold(submitted(), history)).toMatchObject({ status: 'RETRYING', attempt: 1, failures: 1, closedDeliveries: [D1] });
  });

  it('remembers a bounded number of closed deliveries', () => {
    let job = submitted();
    for (let i = 0; i < 250; i++) {
      const delivery = `01a1fddf-0000-7000-8000-${String(i).padStart(12, '0')}`;
      job = evolve(evolve(job, { type: 'owner.granted', deliveryId: delivery, workerId: 'w', at: at(0), tick: 0 }), { type: 'owner.released' });
    }
    expect(job.closedDeliveries).toHaveLength(200);
    expect(job.closedDeliveries.at(-1)).toBe('01a1fddf-0000-7000-8000-000000000249');
  });

  it('a renewal of nobody, and a first event twice, change nothing', () => {
    const job = submitted();
    expect(evolve(job, { type: 'owner.renewed', tick: 3 })).toBe(job);
    expect(evolve(job, { type: 'owner.released' })).toBe(job);
  });
});
