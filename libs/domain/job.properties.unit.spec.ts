import fc from 'fast-check';
import { type PolicyVerdict, validator } from '#contracts';
import { evolve, isJobEvent, isTerminal } from './job';
import type { JobFact, JobState } from './job';
import { decide } from './job.decide';
import type { JobCommand } from './job.decide';
import { ask, cancel, context, failed, lost, started, submitted, succeeded } from './given.builder';
import { SCHEMA_OF } from '#contracts';

const DELIVERIES = Array.from({ length: 6 }, (_, i) => `01a1fddf-0000-7000-8000-0000000000a${i}`);
const delivery = fc.constantFrom(...DELIVERIES);

type AnyCommand = Exclude<JobCommand, { kind: 'submit' }>;
const command: fc.Arbitrary<AnyCommand> = fc.oneof(
  { weight: 4, arbitrary: delivery.map((id) => ask(id, `worker-${id.slice(-2)}`)) },
  { weight: 2, arbitrary: delivery.map((id) => started(id)) },
  { weight: 1, arbitrary: delivery.map((id) => succeeded(id, { ok: true })) },
  { weight: 3, arbitrary: fc.tuple(delivery, fc.constantFrom('failed', 'timed_out', 'aborted')).map(([id, cause]) => failed(id, { cause: cause as 'failed' })) },
  delivery.map((deliveryId) => ({ kind: 'heartbeat' as const, deliveryId })),
  delivery.map((deliveryId) => ({ kind: 'returned' as const, deliveryId })),
  fc.tuple(delivery, fc.constantFrom('worker_gone', 'lease_expired', 'attempt_unknown')).map(([id, detail]) => lost(id, detail as 'worker_gone')),
  fc.constant({ kind: 'due' as const }),
  fc.constant({ kind: 'run_now' as const, by: 'ada' }),
  { weight: 1, arbitrary: fc.constant(cancel) },
  { weight: 2, arbitrary: fc.constant({ kind: 'approve' as const, by: 'ada' }) },
  fc.constant({ kind: 'resend' as const, notSentSince: '2026-12-31T00:00:00.000Z' }),
  fc.constant({ kind: 'parked' as const, reason: 'not_an_envelope' }),
);
/** A step: a command, and how much time has passed before it. */
const steps = fc.array(fc.tuple(command, fc.integer({ min: 0, max: 90_000 })), { minLength: 1, maxLength: 40 });

/** Rules that come and go: most starts are allowed, some are held by one of three rules, few are refused. */
function everyRule({ version, queuedVersion }: JobState): PolicyVerdict {
  const n = (version * 7 + queuedVersion) % 16;
  return { result: n === 0 ? 'deny' : n < 5 ? 'hold' : 'allow', ruleId: `rule-${n % 3}`, packHash: 'a'.repeat(64) };
}

function run(list: readonly (readonly [AnyCommand, number])[], each: (before: JobState, facts: readonly JobFact[], after: JobState, given: AnyCommand) => void): JobState {
  let state = submitted({ maxAttempts: 4 });
  let nowMs = 0;
  list.forEach(([given, ms], i) => {
    nowMs += ms;
    const { facts } = decide(given, state, context(nowMs, { tick: i, random: () => (i * 0.37) % 1, verdictOf: everyRule }));
    const after = facts.reduce(evolve, state);
    each(state, facts, after, given);
    state = after;
  });
  return state;
}

describe('whatever happens to a job', () => {
  it('ends at most once, and nothing follows the end', () => {
    fc.assert(
      fc.property(steps, (list) => {
        let ends = 0;
        run(list, (before, facts, after) => {
          if (isTerminal(before.status)) expect(facts).toEqual([]);
          ends += facts.filter((fact) => ['job.completed', 'job.failed', 'job.cancelled'].includes(fact.type)).length;
          expect(isTerminal(after.status)).toBe(ends === 1);
        });
        expect(ends).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  it('is counted without a gap, and each event says truly what was before and what is now', () => {
    fc.assert(
      fc.property(steps, (list) => {
        run(list, (before, facts) => {
          let state = before;
          for (const fact of facts) {
            const next = evolve(state, fact);
            expect(next.version).toBe(state.version + (isJobEvent(fact) ? 1 : 0));
            if (isJobEvent(fact)) expect([fact.payload.previousStatus, fact.payload.status]).toEqual([state.status, next.status]);
            state = next;
          }
        });
      }),
      { numRuns: 500 },
    );
  });

  it('has one owner at a time, never one that was closed, and only a grant makes one', () => {
    fc.assert(
      fc.property(steps, (list) => {
        run(list, (before, facts, after, given) => {
          if (after.owner && after.owner.deliveryId !== before.owner?.deliveryId) {
            expect(before.owner).toBeUndefined();
            expect([given.kind, facts[0]?.type]).toEqual(['ask', 'owner.granted']);
          }
          if (after.owner) expect(after.closedDeliveries).not.toContain(after.owner.deliveryId);
          if (before.owner && !after.owner) expect(after.closedDeliveries).toContain(before.owner.deliveryId);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('is what the row allows: the named constraints hold', () => {
    fc.assert(
      fc.property(steps, (list) => {
        run(list, (_before, _facts, job) => {
          expect(job.finishedAt !== undefined).toBe(isTerminal(job.status)); // finished_iff_terminal
          expect(job.runAt !== undefined).toBe(job.status === 'RETRYING'); // run_at_iff_waiting_for_it
          if (job.owner) expect(['QUEUED', 'RUNNING']).toContain(job.status); // owner_only_while_queued_or_running
          expect(job.status === 'RUNNING').toBe(job.owner?.startedAt !== undefined); // running_iff_owner_has_started
          if (job.result !== undefined) expect(job.status).toBe('COMPLETED'); // result_only_of_completed
          if (job.status === 'FAILED') expect(job.error).toBeDefined(); // failed_says_why
        });
      }),
      { numRuns: 500 },
    );
  });

  it('is told in payloads that keep their contract', () => {
    fc.assert(
      fc.property(steps, (list) => {
        run(list, (_before, facts) => {
          for (const fact of facts) {
            if (!isJobEvent(fact)) continue;
            // As it will be on the wire: absent fields are not there.
            expect(validator(SCHEMA_OF[fact.type])(JSON.parse(JSON.stringify(fact.payload)))).toMatchObject({ ok: true });
          }
        });
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on a report that is repeated', () => {
    fc.assert(
      fc.property(steps, (list) => {
        let nowMs = 0;
        let state = submitted();
        for (const [given, ms] of list) {
          nowMs += ms;
          const once = decide(given, state, context(nowMs)).facts.reduce(evolve, state);
          const twice = decide(given, once, context(nowMs)).facts.reduce(evolve, once);
          // A returned or lost owner, a cancel, an end: all the same the second time.
          if (given.kind !== 'resend') expect({ ...twice, owner: undefined }).toEqual({ ...once, owner: undefined });
          state = once;
        }
      }),
      { numRuns: 300 },
    );
  });
});
