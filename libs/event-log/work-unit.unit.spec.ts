import { parseEnvelope } from '#contracts';
import { type DecisionContext, type JobCommand, type JobState, OPEN_GATES, RETRY_POLICY } from '#domain';
import type { VersionedJob } from './job-row';
import { logEnvelopes } from './log-envelope';
import { type CommandItem, type CommandUnit, decideCommands, decideSubmission, type DecidedWrite, placedEvents, type Ran, rejectUnit, settleItem, type SubmitUnit } from './work-unit';

const JOB = '01a1fddf-0000-7000-8000-000000000001';
const D1 = '01a1fddf-0000-7000-8000-0000000000d1';
const D2 = '01a1fddf-0000-7000-8000-0000000000d2';
const CAUSE = '01a1fddf-0000-7000-8000-0000000000ca';
const EPOCH = '01a1fddf-0000-7000-8000-0000000000ee';
const NOW = '2026-01-31T12:00:00.000Z';

const ctx: DecisionContext = { now: NOW, nowMs: Date.parse(NOW), random: () => 0.5, tick: 7, gates: OPEN_GATES, retryPolicy: RETRY_POLICY };
const envelope = logEnvelopes({ service: 'gateway', instanceId: 'g-1', version: '1.0.0' });

const submission = (answers: { resolve?: SubmitUnit['resolve']; reject?: SubmitUnit['reject'] } = {}): SubmitUnit => ({
  kind: 'submit',
  jobId: JOB,
  command: { jobId: JOB, tenantId: 'default', correlationId: 'c-1', type: 'simulate.work', queue: 'default', priority: 'normal', payload: { n: 1 } },
  bytes: 120,
  resolve: () => undefined,
  reject: () => undefined,
  ...answers,
});

const submitted = (): VersionedJob => ({ rev: 1, state: decideSubmission(submission(), ctx, envelope).state, payloadBytes: 7 });

const items = (...commands: JobCommand[]): CommandUnit => ({
  kind: 'command',
  jobId: JOB,
  bytes: 0,
  items: commands.map((command): CommandItem => ({ command, causationId: CAUSE, patient: true, resolve: () => undefined, reject: () => undefined })),
});

const ask = (deliveryId: string): JobCommand => ({ kind: 'ask', deliveryId, workerId: 'w-1' });
const succeeded = (deliveryId: string): JobCommand => ({ kind: 'succeeded', deliveryId, startedAt: NOW, endedAt: NOW, durationMs: 3, result: { ok: true } });

const written = (decided: ReturnType<typeof decideCommands>): DecidedWrite => {
  if (typeof decided === 'string') throw new Error(`expected a write, got ${decided}`);
  return decided;
};

describe('a submission', () => {
  it('is two events on versions 1 and 2, and the job queued', () => {
    const write = decideSubmission(submission(), ctx, envelope);
    expect(write.events.map(({ type, version, streamId }) => ({ type, version, streamId }))).toEqual([
      { type: 'job.submitted', version: 1, streamId: JOB },
      { type: 'job.queued', version: 2, streamId: JOB },
    ]);
    expect(write).toMatchObject({ rev: undefined, state: { status: 'QUEUED', version: 2 }, payloadBytes: 120, attempts: [], leaseRenewed: false });
  });
});

describe('the commands that wait for one job', () => {
  it('are decided one after the other, each on what the one before left, and written as one', () => {
    const unit = items(ask(D1), succeeded(D1), ask(D2));
    const write = written(decideCommands(unit, submitted(), true, ctx, envelope));

    expect(unit.items.map((item) => item.outcome?.kind)).toEqual(['granted', 'recorded', 'denied']);
    expect(write.rev).toBe(1);
    expect(write.events.map(({ type, version }) => [type, version])).toEqual([['job.started', 3], ['job.completed', 4]]);
    expect(write.attempts).toEqual([expect.objectContaining({ number: 1, state: 'SUCCEEDED', deliveryId: D1 })]);
    expect(write.state).toMatchObject({ status: 'COMPLETED', version: 4, owner: undefined });
    expect(write.before).toMatchObject({ status: 'QUEUED', version: 2 });
  });

  it('each know the last event they wrote, and none when they wrote none', () => {
    const unit = items(ask(D1), succeeded(D1), ask(D2));
    decideCommands(unit, submitted(), true, ctx, envelope);
    expect(unit.items.map((item) => item.lastEvent)).toEqual([undefined, 1, undefined]);
  });

  it('say what caused their events', () => {
    const write = written(decideCommands(items(ask(D1), succeeded(D1)), submitted(), true, ctx, envelope));
    const [first] = placedEvents(write, 41, EPOCH);
    const parsed = parseEnvelope(first?.text ?? '');
    expect(parsed).toMatchObject({ ok: true, envelope: { eventType: 'job.started', causationId: CAUSE, correlationId: 'c-1', stream: { id: JOB, version: 3, position: 41, epoch: EPOCH } } });
  });

  it('renew the lease with a grant, which is a write without an event', () => {
    const write = written(decideCommands(items(ask(D1)), submitted(), true, ctx, envelope));
    expect(write).toMatchObject({ events: [], leaseRenewed: true, state: { version: 2, owner: { deliveryId: D1 } } });
  });

  it('count on a remembered row when they write: the compare-and-swap protects them', () => {
    expect(written(decideCommands(items(ask(D1)), submitted(), false, ctx, envelope)).rev).toBe(1);
  });

  it('need a fresh row when they write nothing: nothing would notice that the remembered one is old', () => {
    expect(decideCommands(items(succeeded(D2)), submitted(), false, ctx, envelope)).toBe('needs_fresh_row');
    expect(decideCommands(items(succeeded(D2)), submitted(), true, ctx, envelope)).toBe('nothing_to_write');
  });

  it('need none for a job that has ended, since that never changes', () => {
    const ended = written(decideCommands(items(ask(D1), succeeded(D1)), submitted(), true, ctx, envelope));
    expect(decideCommands(items(ask(D2)), { rev: 2, state: ended.state, payloadBytes: 7 }, false, ctx, envelope)).toBe('nothing_to_write');
  });

  it('are refused for a job that does not exist, on a fresh look only', () => {
    const unit = items(ask(D1));
    expect(decideCommands(unit, undefined, false, ctx, envelope)).toBe('needs_fresh_row');
    expect(decideCommands(unit, undefined, true, ctx, envelope)).toBe('nothing_to_write');
    expect(unit.items[0]?.outcome).toMatchObject({ kind: 'denied', reason: 'unknown_job' });
  });
});

describe('events that were committed', () => {
  it('have consecutive positions from the first, and the text that is stored', () => {
    const write = decideSubmission(submission(), ctx, envelope);
    const events = placedEvents(write, 100, EPOCH);
    expect(events.map(({ position, type }) => [position, type])).toEqual([[100, 'job.submitted'], [101, 'job.queued']]);
    expect(events.map(({ text }) => parseEnvelope(text).ok)).toEqual([true, true]);
    expect(events[1]?.event).toBe(write.happened[1]);
  });
});

describe('answers', () => {
  it('carry outcome, job and position', () => {
    const heard: Ran<'ask'>[] = [];
    const unit = items(ask(D1));
    const [item] = unit.items;
    if (item === undefined) throw new Error('one item was given');
    const listening: CommandItem = { ...item, resolve: (ran) => void heard.push(ran as Ran<'ask'>) };
    decideCommands({ ...unit, items: [listening] }, submitted(), true, ctx, envelope);
    settleItem(listening, 12);
    expect(heard).toEqual([{ outcome: { kind: 'granted', attempt: 1 }, job: expect.objectContaining({ id: JOB }) as JobState, position: 12 }]);
  });

  it('that are refusals reach everybody who waits for the job', () => {
    const heard: unknown[] = [];
    const reject = (error: unknown): void => void heard.push(error);
    const unit = items(ask(D1), ask(D2));
    rejectUnit({ ...unit, items: unit.items.map((item) => ({ ...item, reject })) }, 'down');
    rejectUnit(submission({ reject }), 'down too');
    expect(heard).toEqual(['down', 'down', 'down too']);
  });
});
