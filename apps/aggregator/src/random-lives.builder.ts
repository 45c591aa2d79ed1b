import fc from 'fast-check';
import type { JobAttempt, PolicyVerdict } from '#contracts';
import { attemptOf, begin, decide, decideSubmit, evolve, isJobEvent, type JobCommand, type JobEvent, type JobFact, type JobState, OPEN_GATES, RETRY_POLICY, type SubmitCommand } from '#domain';
import type { LoggedEvent } from '#read-model';
import { idOf, LogBuilder } from './log.builder';

/*
 * Lives that the gateway itself decided: random submissions, and random commands to each job, right and wrong ones. So whatever can stand in a
 * log can stand in these.
 */

type Options = Partial<Pick<SubmitCommand, 'tags' | 'externalRef' | 'retry' | 'timeoutMs' | 'deadlineAt' | 'after' | 'onParentFailure' | 'redrivenFrom' | 'scheduleId' | 'dedupe' | 'runAt' | 'idempotencyKey' | 'maxAttempts' | 'governance'>>;

export interface RandomLife {
  readonly options: Options;
  readonly queue: string;
  readonly payload: Record<string, unknown>;
  readonly commands: readonly { readonly kind: (typeof COMMANDS)[number]; readonly pick: number }[];
}

const COMMANDS = ['ask', 'started', 'succeeded', 'failed', 'timed_out', 'aborted', 'returned', 'lost', 'due', 'run_now', 'cancel', 'parents', 'deadline', 'redriven', 'parked', 'approve'] as const;

const NOW_MS = Date.parse('2026-01-01T00:00:00.000Z');
const LATER = '2026-01-02T00:00:00.000Z';
const other = (n: number): string => idOf(0xabc, n);

const anyOptions: fc.Arbitrary<Options> = fc.record(
  {
    tags: fc.array(fc.constantFrom('blue', 'a:b', 'tenant=7'), { maxLength: 3 }),
    externalRef: fc.string({ minLength: 1, maxLength: 10 }),
    retry: fc.record({ strategy: fc.constantFrom('fixed' as const, 'exponential' as const), nonRetryableCodes: fc.constant(['boom2']) }, { requiredKeys: [] }),
    timeoutMs: fc.integer({ min: 1, max: 1_000 }),
    deadlineAt: fc.constantFrom('2025-12-31T00:00:00.000Z', LATER),
    after: fc.array(fc.integer({ min: 1, max: 3 }).map(other), { minLength: 1, maxLength: 3 }),
    onParentFailure: fc.constantFrom('cancel' as const, 'run' as const),
    redrivenFrom: fc.constant(other(9)),
    scheduleId: fc.constant(other(8)),
    dedupe: fc.constant({ key: 'k', until: LATER }),
    runAt: fc.constant(LATER),
    governance: fc.record({ purpose: fc.constant('billing'), verdict: fc.constantFrom('allow' as const, 'hold' as const).map((result) => ({ result, ruleId: `rule-${result}`, packHash: 'a'.repeat(64) })) }, { requiredKeys: [] }),
    idempotencyKey: fc.string({ minLength: 1, maxLength: 5 }),
    maxAttempts: fc.integer({ min: 1, max: 3 }),
  },
  { requiredKeys: [] },
);

type Step = RandomLife['commands'][number];

const anyStep: fc.Arbitrary<readonly Step[]> = fc.record({ kind: fc.constantFrom(...COMMANDS), pick: fc.nat(3) }).map((step) => [step]);

/** What usually follows on each other; single random commands alone would seldom bring a job to its end. */
const usual: fc.Arbitrary<readonly Step[]> = fc
  .tuple(
    fc.constantFrom<readonly Step['kind'][]>(
      ['due', 'ask', 'started', 'succeeded'], ['ask', 'succeeded'], ['parents', 'ask', 'started', 'failed', 'due'], ['ask', 'started', 'lost'], ['ask', 'lost', 'ask', 'lost', 'ask', 'started', 'lost'], ['ask', 'returned'], ['ask', 'started', 'timed_out'],
      ['ask', 'started', 'cancel', 'failed'], ['ask', 'started', 'deadline', 'aborted'], ['failed', 'redriven'], ['approve', 'due', 'ask', 'approve', 'ask', 'succeeded'],
    ),
    fc.integer({ min: 1, max: 3 }),
  )
  .map(([kinds, pick]) => kinds.map((kind) => ({ kind, pick })));

export const randomLife: fc.Arbitrary<RandomLife> = fc.record({
  options: fc.oneof(anyOptions, fc.constant({}), anyOptions.map(({ tags, externalRef, maxAttempts, deadlineAt, retry }) => ({ tags, externalRef, maxAttempts, deadlineAt, retry }))),
  queue: fc.constantFrom('default', 'mail'),
  payload: fc.json().map((text) => ({ payload: JSON.parse(text) as unknown })),
  commands: fc.array(fc.oneof(anyStep, usual), { maxLength: 10 }).map((steps) => steps.flat()),
});

/** Writes lives into a log, one after the other. */
export function writeLives(lives: readonly RandomLife[], log = new LogBuilder(), from = 1): LogBuilder {
  lives.forEach((life, index) => writeLife(log, idOf(0x10b, index + from), life));
  return log;
}

/** A rule that holds every third job at its first start, and one that refuses a second attempt of mails. */
function sometimes({ id, version, queue, attempt }: JobState): PolicyVerdict {
  const result = version === 2 && Number.parseInt(id.slice(-2), 16) % 3 === 2 ? 'hold' : queue === 'mail' && attempt === 1 ? 'deny' : 'allow';
  return { result, ruleId: `rule-${result}`, packHash: 'b'.repeat(64) };
}

function writeLife(log: LogBuilder, jobId: string, { options: chosen, queue, payload, commands }: RandomLife): void {
  const context = (nowMs: number) => ({ now: new Date(nowMs).toISOString(), nowMs, random: () => 0.5, tick: 1, gates: OPEN_GATES, retryPolicy: { ...RETRY_POLICY, lossBudget: 2 }, verdictOf: sometimes });
  const write = (facts: readonly JobFact[]): void => {
    for (const fact of facts) if (isJobEvent(fact)) log.append(fact.type, jobId, JSON.parse(JSON.stringify(fact.payload)) as never);
  };
  let state: JobState;
  {
    const { events, state: submitted } = decideSubmit({ jobId, tenantId: 'default', correlationId: `correlation-${jobId.slice(-4)}`, type: 'simulate.work', queue, priority: 'normal', payload, ...chosen }, context(NOW_MS));
    write(events);
    state = submitted;
  }
  let deliveries = 0;
  commands.forEach(({ kind, pick }, step) => {
    const deliveryId = pick > 0 && state.owner ? state.owner.deliveryId : idOf(0xde1, Number.parseInt(jobId.slice(-4), 16) * 1_000 + (deliveries += 1));
    const ctx = context(kind === 'due' ? Date.parse(LATER) : NOW_MS + step * 10);
    const { facts } = decide(commandOf(kind, deliveryId, pick, ctx.now), state, ctx);
    write(facts);
    state = facts.reduce(evolve, state);
  });
}

function commandOf(kind: (typeof COMMANDS)[number], deliveryId: string, pick: number, now: string): JobCommand {
  const ran = { deliveryId, startedAt: now, endedAt: new Date(Date.parse(now) + 7).toISOString(), durationMs: 7 };
  const error = { code: pick === 3 ? 'boom2' : 'boom', message: 'it went wrong', details: { $where: pick } };
  switch (kind) {
    case 'ask':
      return { kind, deliveryId, workerId: `worker-${pick}` };
    case 'started':
      return { kind, deliveryId, startedAt: now };
    case 'succeeded':
      return { kind, ...ran, result: [null, undefined, { n: 1 }, 'text'][pick] };
    case 'failed':
    case 'timed_out':
    case 'aborted':
      return { kind: 'failed', ...ran, cause: kind, error };
    case 'returned':
      return { kind, deliveryId };
    case 'lost':
      return { kind, deliveryId, detail: 'worker_gone' };
    case 'cancel':
      return { kind, by: 'ann', reason: pick === 0 ? undefined : 'no longer needed', cause: ([undefined, 'superseded', 'overlap', 'requested'] as const)[pick] };
    case 'parents':
      return { kind, parents: [{ jobId: other(1), status: pick === 0 ? 'FAILED' : 'COMPLETED', result: { n: pick } }] };
    case 'redriven':
      return { kind, redrivenTo: other(7), by: 'bob' };
    case 'run_now':
      return { kind, by: 'ann' };
    case 'approve':
      return { kind, by: 'ann', reason: pick === 0 ? undefined : 'checked' };
    case 'parked':
      return { kind, reason: 'nobody can read it' };
    case 'due':
    case 'deadline':
      return { kind };
  }
}

/** What the gateway holds of each job after these events: the job, and its row per attempt. */
export function asTheGatewaySees(events: readonly LoggedEvent[]): { readonly job: JobState; readonly attempts: readonly JobAttempt[] }[] {
  const jobs = new Map<string, { job: JobState; attempts: Map<number, JobAttempt> }>();
  for (const event of events) {
    const fact = { type: event.eventType, at: event.occurredAt, payload: event.payload } as JobEvent;
    const known = jobs.get(event.stream.id);
    if (fact.type === 'job.submitted') jobs.set(event.stream.id, { job: begin({ tenantId: event.tenantId ?? '', correlationId: event.correlationId }, fact), attempts: new Map() });
    if (!known) continue;
    const attempt = attemptOf(known.job, fact);
    if (attempt) known.attempts.set(attempt.number, attempt);
    known.job = evolve(known.job, fact);
  }
  return [...jobs.values()].map(({ job, attempts }) => ({ job, attempts: [...attempts.values()].sort((a, b) => a.number - b.number) }));
}
