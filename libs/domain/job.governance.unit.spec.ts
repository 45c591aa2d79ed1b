import type { JobGovernance, PolicyVerdict } from '#contracts';
import { after, ask, at, cancel, context, D1, D2, granted, submitted, when } from './given.builder';
import { explain } from './job.why';

const PARENT = '01a1fddf-0000-7000-8000-0000000000f1';
const HASH = 'a'.repeat(64);
const says = (result: PolicyVerdict['result'], ruleId = 'second-pair'): PolicyVerdict => ({ result, ruleId, packHash: HASH, reason: 'needs a second pair of eyes' });
const under = (verdict: PolicyVerdict, offsetMs = 0) => context(offsetMs, { verdictOf: () => verdict });
const HELD: JobGovernance = { purpose: 'billing', verdict: says('hold') };
const approve = { kind: 'approve', by: 'ada', reason: 'checked' } as const;

describe('a job that a rule holds', () => {
  it('waits from its submission on, and nobody runs it', () => {
    const job = submitted({ governance: HELD });
    expect(job).toMatchObject({ status: 'HELD', version: 1, governance: HELD });
    expect(when(job, ask(D1))).toMatchObject({ outcome: { kind: 'denied', returned: false }, facts: [] });
    for (const command of [{ kind: 'due' }, { kind: 'run_now', by: 'ada' }, { kind: 'parents', parents: [] }] as const) expect(when(job, command).facts).toEqual([]);
  });

  it('is queued when it is approved, and the approval stands with it', () => {
    const { types, facts, state } = when(submitted({ governance: HELD }), approve, context(50));
    expect(types).toEqual(['job.approved', 'job.queued']);
    expect(facts).toMatchObject([{ payload: { previousStatus: 'HELD', status: 'HELD', by: 'ada', reason: 'checked', ruleId: 'second-pair' } }, { payload: { previousStatus: 'HELD', status: 'QUEUED', reason: 'approved' } }]);
    expect(state).toMatchObject({ status: 'QUEUED', version: 3, queuedVersion: 3, governance: { purpose: 'billing', approval: { by: 'ada', at: at(50), ruleId: 'second-pair' } } });
  });

  it('goes on to its time, or to its parents, if those are still before it', () => {
    const timed = submitted({ governance: HELD, runAt: at(5_000) });
    expect(timed).toMatchObject({ status: 'HELD', runAt: at(5_000) });
    expect(when(timed, approve)).toMatchObject({ types: ['job.approved'], facts: [{ payload: { status: 'SCHEDULED', runAt: at(5_000) } }], state: { status: 'SCHEDULED', runAt: at(5_000) } });
    expect(when(timed, approve, context(5_000)).state).toMatchObject({ status: 'QUEUED', runAt: undefined });
    expect(when(submitted({ governance: HELD, after: [PARENT] }), approve)).toMatchObject({ facts: [{ payload: { status: 'WAITING', after: [PARENT] } }], state: { status: 'WAITING' } });
  });

  it('is approved or rejected once, and only while it is held', () => {
    expect(when(submitted(), approve)).toMatchObject({ outcome: { kind: 'not_held' }, facts: [] });
    const reject = { ...cancel, cause: 'rejected', onlyHeld: true } as const;
    expect(when(submitted(), reject)).toMatchObject({ outcome: { kind: 'not_held' }, facts: [] });
    const { types, state } = when(submitted({ governance: HELD }), reject);
    expect(types).toEqual(['job.cancel_requested', 'job.cancelled']);
    expect(state).toMatchObject({ status: 'CANCELLED', cancelRequested: { cause: 'rejected' } });
    expect(when(state, approve).outcome).toEqual({ kind: 'not_held' });
  });

  it('fails at its deadline like any other', () => {
    expect(when(submitted({ governance: HELD, deadlineAt: at(100) }), { kind: 'deadline' }, context(100)).state).toMatchObject({ status: 'FAILED' });
  });

  it('says so when it is asked why it does not run', () => {
    const facts = { nowMs: 0, parents: [], queuePause: undefined, typePause: undefined, claims: [], slots: [], tokens: [], workers: [], ahead: 0 };
    expect(explain({ job: submitted({ governance: HELD }), ...facts })).toMatchObject({
      code: 'held', sentence: 'It waits for an approval: the rule second-pair holds it (needs a second pair of eyes).', details: { ruleId: 'second-pair', packHash: HASH, purpose: 'billing' }, shown: { job: ['job.submitted', 'job.held'] },
    });
  });
});

describe('a rule that comes to concern a job after it was submitted', () => {
  it('holds it when a worker asks for it; the approval answers this rule and no other', () => {
    const held = when(submitted(), ask(D1), under(says('hold')));
    expect(held).toMatchObject({ outcome: { kind: 'denied', reason: 'paused' }, facts: [{ type: 'job.held', payload: { previousStatus: 'QUEUED', status: 'HELD', verdict: says('hold') } }] });
    const approved = after(held.state, approve);
    expect(when(approved, ask(D2), under(says('hold'))).outcome).toMatchObject({ kind: 'granted' });
    expect(when(approved, ask(D2), under(says('hold', 'other'))).state).toMatchObject({ status: 'HELD', governance: { verdict: { ruleId: 'other' }, approval: undefined } });
  });

  it('refuses it for good; the job can be given another life when the rule is gone', () => {
    const { outcome, state } = when(submitted(), ask(D1), under(says('deny', 'no-shell')));
    expect(outcome).toEqual({ kind: 'denied', reason: 'terminal', returned: false });
    expect(state).toMatchObject({ status: 'FAILED', error: { code: 'policy_denied', retryable: false, details: { ruleId: 'no-shell', packHash: HASH } } });
  });

  it('is no approval of what is refused', () => {
    const approved = after(submitted({ governance: HELD }), approve);
    expect(when(approved, ask(D1), under(says('deny'))).state.status).toBe('FAILED');
  });

  it('takes a grant back that has not been used', () => {
    for (const verdict of [says('hold'), says('deny')]) expect(when(granted(), ask(D1), under(verdict))).toMatchObject({ outcome: { kind: 'denied', reason: 'paused', returned: true }, facts: [] });
    expect(when(granted(), ask(D1), under(says('allow'))).outcome).toMatchObject({ kind: 'granted' });
  });
});
