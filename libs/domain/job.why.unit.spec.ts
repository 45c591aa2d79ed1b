import { validator, type JobStatus } from '#contracts';
import { explain, type JobState, type LiveWorker, type WhyFacts } from '.';

const ID = '01a1fddf-0000-7000-8000-000000000001';
const P1 = '01a1fddf-0000-7000-8000-0000000000a1';
const P2 = '01a1fddf-0000-7000-8000-0000000000a2';
const AT = '2026-01-31T12:00:00.000Z';
const LATER = '2026-01-31T12:05:00.000Z';
const OWNER = { deliveryId: P1, workerId: 'worker-1', grantedAt: AT, leaseTick: 1 };

const job = (status: JobStatus, changes: Partial<JobState> = {}): JobState => ({
  id: ID, tenantId: 'default', type: 'mail.send', queue: 'mail', priority: 'normal', status, payload: {}, correlationId: 'c-1', attempt: 0, maxAttempts: 3, losses: 0, version: 2, submittedAt: AT, queuedAt: AT,
  failures: 0, closedDeliveries: [], queuedVersion: 2, resends: 0, ...changes,
});
const worker = (changes: Partial<LiveWorker> = {}): LiveWorker => ({ workerId: 'worker-1', queues: ['mail'], types: ['mail.send'], slots: 4, paused: false, owns: 3, ...changes });
const facts = (changes: Partial<WhyFacts> = {}): WhyFacts => ({
  job: job('QUEUED'), nowMs: Date.parse(AT), parents: [], queuePause: undefined, typePause: undefined, claims: [], slots: [], tokens: [], workers: [worker()], ahead: 0, ...changes,
});
const pause = { at: AT, by: 'ada', reason: 'maintenance' };
const slot = { kind: 'slot', key: 'limit:per-customer:7', limit: 1 } as const;
const token = { kind: 'token', key: 'rate:per-customer:7', perSecond: 2, burst: 4 } as const;

describe('a job that does not wait for a worker', () => {
  it.each(['COMPLETED', 'FAILED', 'CANCELLED'] as const)('has ended as %s', (status) => {
    const why = explain(facts({ job: job(status, { finishedAt: LATER, redrivenTo: P2, error: { code: 'boom', message: 'it went wrong' }, cancelRequested: { at: AT, by: 'ada' } }) }));
    expect(why).toMatchObject({ code: 'ended', since: LATER });
    expect(why.sentence).toContain(`ended as ${status}`);
    expect(why.sentence).toContain(P2);
    expect(why.sentence.includes('boom')).toBe(status === 'FAILED');
    expect(why.sentence.includes('by ada')).toBe(status === 'CANCELLED');
  });

  it('has ended, whatever is not known of it', () => {
    expect(explain(facts({ job: job('CANCELLED') })).sentence).toBe(`It has ended as CANCELLED at ${AT}.`);
  });

  it('is running, or asked to stop', () => {
    const running = job('RUNNING', { attempt: 2, startedAt: LATER, owner: { ...OWNER, startedAt: LATER } });
    expect(explain(facts({ job: running }))).toMatchObject({ code: 'running', since: LATER, sentence: `It is running: attempt 2 on worker-1 since ${LATER}.` });
    expect(explain(facts({ job: { ...running, cancelRequested: { at: AT, by: 'ada' } } })).sentence).toContain('asked to stop by ada');
    expect(explain(facts({ job: job('RUNNING', { attempt: 1 }) }))).toMatchObject({ code: 'running', since: undefined });
  });

  it('has been granted, and its owner has not started it', () => {
    expect(explain(facts({ job: job('QUEUED', { owner: OWNER }), queuePause: pause }))).toMatchObject({ code: 'being_granted', since: AT, details: { workerId: 'worker-1' } });
  });

  it('waits for its parents, and says for which', () => {
    const waiting = job('WAITING', { after: [P1, P2], onParentFailure: 'run' });
    const why = explain(facts({ job: waiting, parents: [{ jobId: P1, status: 'RUNNING' }, { jobId: P2, status: 'COMPLETED' }] }));
    expect(why).toMatchObject({ code: 'waiting_for_parents', sentence: `It waits for its parents: ${P1} is RUNNING.`, details: { parents: [{ jobId: P1, status: 'RUNNING' }], open: 1, of: 2, onParentFailure: 'run' } });
    expect(explain(facts({ job: waiting, parents: [{ jobId: P1, status: 'RUNNING' }, { jobId: P2, status: 'FAILED' }] })).sentence).toContain('and 1 others');
    expect(explain(facts({ job: job('WAITING'), parents: [{ jobId: P1, status: 'COMPLETED' }] })).sentence).toContain('about to be queued');
  });

  it('waits for its time', () => {
    expect(explain(facts({ job: job('SCHEDULED', { runAt: LATER }) }))).toMatchObject({ code: 'scheduled', until: LATER, sentence: `It is scheduled for ${LATER}.` });
    expect(explain(facts({ job: job('SCHEDULED') })).sentence).toBe('It is scheduled for now.');
  });

  it('backs off after an attempt that did not succeed', () => {
    const why = explain(facts({ job: job('RETRYING', { attempt: 2, failures: 2, runAt: LATER, error: { code: 'http_503', message: 'try later' } }) }));
    expect(why).toMatchObject({ code: 'backing_off', until: LATER, sentence: `Attempt 2 did not succeed (http_503: try later); it is tried again at ${LATER}.`, details: { attempt: 2, maxAttempts: 3 } });
    expect(explain(facts({ job: job('RETRYING', { attempt: 1 }) })).sentence).toContain('lost: its worker is gone');
  });

  it('waits for an approval', () => {
    expect(explain(facts({ job: job('HELD') }))).toMatchObject({ code: 'held' });
  });
});

describe('a job that something holds back', () => {
  it('waits for its queue, then for its type', () => {
    const why = explain(facts({ queuePause: pause, typePause: pause, workers: [] }));
    expect(why).toMatchObject({ code: 'queue_paused', since: AT, sentence: `The queue mail is paused since ${AT} by ada: maintenance.`, shown: { resources: [{ kind: 'queue', name: 'mail', types: ['queue.paused'] }] } });
    expect(explain(facts({ typePause: { at: AT, by: 'ada' } }))).toMatchObject({ code: 'type_paused', sentence: `The job type mail.send is paused since ${AT} by ada.`, shown: { resources: [{ kind: 'job_type', name: 'mail.send' }] } });
  });

  it('waits for a slot, and says who holds them', () => {
    const why = explain(facts({ claims: [slot], slots: [{ key: slot.key, inUse: 1, holders: [P1] }] }));
    expect(why).toMatchObject({ code: 'limit_reached', details: { key: slot.key, limit: 1, inUse: 1, holders: [P1] }, shown: { resources: [{ kind: 'limit', name: 'per-customer', types: ['limit.set'] }] } });
    expect(why.sentence).toContain(`held by ${P1}.`);
    expect(explain(facts({ claims: [slot], slots: [{ key: slot.key, inUse: 5, holders: [P1, P2, P1, P2] }] })).sentence).toContain('and others');
    expect(explain(facts({ claims: [slot], slots: [{ key: slot.key, inUse: 1, holders: [] }] })).sentence).not.toContain('held by');
  });

  it.each([
    ['concurrency:queue:mail', { kind: 'queue', name: 'mail', types: ['queue.concurrency_set'] }],
    ['concurrency:type:mail.send', { kind: 'job_type', name: 'mail.send', types: ['jobtype.defined'] }],
  ])('waits for a slot of %s', (key, resource) => {
    expect(explain(facts({ claims: [{ ...slot, key }], slots: [{ key, inUse: 1, holders: [P1] }] })).shown.resources).toEqual([resource]);
  });

  it('waits for its rate, until about when', () => {
    const why = explain(facts({ claims: [token], tokens: [{ key: token.key, tokens: 0, ageSeconds: 0.1 }] }));
    expect(why).toMatchObject({ code: 'rate_limited', until: '2026-01-31T12:00:00.400Z', details: { perSecond: 2, burst: 4 } });
  });

  it('waits for none of them where there is room', () => {
    const room = facts({ claims: [slot, token, { ...token, key: 'rate:new:*' }, { ...slot, key: 'limit:new:*' }], slots: [{ key: slot.key, inUse: 0, holders: [] }], tokens: [{ key: token.key, tokens: 0, ageSeconds: 60 }] });
    expect(explain(room).code).toBe('waiting_in_line');
  });
});

describe('a job that waits for a worker', () => {
  it('has none for its queue, or for its type', () => {
    expect(explain(facts({ workers: [worker({ queues: ['other'] })] }))).toMatchObject({ code: 'no_worker_for_queue', details: { queue: 'mail', liveWorkers: 1 } });
    expect(explain(facts({ workers: [worker({ types: ['other'] }), worker({ queues: ['other'] })] }))).toMatchObject({ code: 'no_worker_for_type', details: { liveWorkersOfQueue: 1 } });
  });

  it('has paused ones only', () => {
    expect(explain(facts({ workers: [worker({ paused: true })] }))).toMatchObject({ code: 'workers_paused', sentence: 'Every live worker that could run it is paused: worker-1.', shown: { resources: [{ kind: 'worker', name: 'worker-1', types: ['worker.paused'] }] } });
    expect(explain(facts({ workers: Array.from({ length: 4 }, (_, i) => worker({ paused: true, workerId: `w${i}` })) })).sentence).toContain('and others');
  });

  it('stands in line', () => {
    expect(explain(facts({ ahead: 12, workers: [worker(), worker({ workerId: 'worker-2', owns: 4 })] }))).toMatchObject({
      code: 'waiting_in_line', sentence: '12 jobs of its queue are before it; 7 of the 8 slots of its workers are in use.', details: { ahead: 12, workers: 2, slots: 8, slotsInUse: 7 },
    });
    expect(explain(facts({ ahead: 1 })).sentence).toContain('One job of its queue is before it');
    expect(explain(facts()).sentence).toContain('It is the first in line');
    expect(explain(facts({ ahead: 10_000 })).sentence).toContain('10000 jobs or more');
  });

  it('was held back by what is free now', () => {
    expect(explain(facts({ job: job('QUEUED', { withheldOn: 'queue:mail' }) }))).toMatchObject({ code: 'about_to_be_sent', details: { withheldOn: 'queue:mail' } });
  });
});

it('every answer keeps its contract', () => {
  const all = [facts(), facts({ queuePause: pause }), facts({ job: job('FAILED', { finishedAt: AT, error: { code: 'a', message: 'x'.repeat(2_000) } }) }), facts({ workers: [] })];
  for (const one of all) {
    const { shown: _shown, ...why } = explain(one);
    expect(validator('JobWhyResponse')(JSON.parse(JSON.stringify({ jobId: ID, status: one.job.status, ...why, evidence: [] })))).toMatchObject({ ok: true });
  }
});
