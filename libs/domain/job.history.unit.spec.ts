import { validator } from '#contracts';
import type { JobEvent, JobState } from './job';
import { decideSubmit } from './job.command';
import type { SubmitCommand } from './job.command';
import { foldHistory, jobOf } from './job.history';
import { after, ask, cancel, context, D1, failed, started, succeeded } from './given.builder';

const command: SubmitCommand = { jobId: '01a1fddf-0000-7000-8000-000000000001', tenantId: 'acme', correlationId: 'c-1', type: 'simulate.work', queue: 'default', priority: 'low', payload: { n: 1 }, idempotencyKey: 'k', requestHash: 'h', tags: ['a'] };

describe('a job as it was', () => {
  it('is the contract’s, without what only decisions know', () => {
    const { state } = decideSubmit(command, context());
    const job = jobOf(after(state, ask(D1)));
    expect(validator('Job')(job)).toEqual({ ok: true, value: job });
    expect(job).toMatchObject({ status: 'QUEUED', idempotencyKey: 'k', tags: ['a'], version: 2 });
    expect(Object.keys(job)).not.toEqual(expect.arrayContaining(['owner']));
  });

  it('is folded from its first event on, and from nothing else', () => {
    const { events, state } = decideSubmit(command, context());
    const folded = events.reduce<JobState | undefined>((before, event) => foldHistory(before, event, command), undefined);
    expect(jobOf(folded as JobState)).toEqual(jobOf(state));
    expect(foldHistory(undefined, events[1] as JobEvent, command)).toBeUndefined();
  });

  it('leaves out a result that is null', () => {
    const { state } = decideSubmit(command, context());
    const done = [ask(D1), started(D1), succeeded(D1, null)].reduce<JobState>((job, next) => after(job, next), state);
    expect(Object.keys(jobOf(done))).not.toContain('result');
    expect(jobOf(after(state, cancel)).cancelRequested).toMatchObject({ by: 'ada' });
    expect(jobOf(after(after(state, ask(D1)), failed(D1)))).toMatchObject({ status: 'RETRYING', attempt: 1 });
  });
});
