import type { Pause } from '#contracts';
import type { JobState } from './job';
import type { Shown, Why, WhyFacts } from './job.why.facts';
import { whyOfWorkers } from './job.why.workers';

/*
 * Why is this job not running? One decision on facts that somebody else has read. It asks in the order in which a grant does: has it ended, has it an
 * owner, does it wait for something of its own, is it paused, limited, is there anybody to run it, and at last, who is before it.
 */

const QUEUED: Shown = { job: ['job.queued'] };

export function explain(facts: WhyFacts): Why {
  const { job } = facts;
  switch (job.status) {
    case 'COMPLETED':
    case 'FAILED':
    case 'CANCELLED':
      return ended(job);
    case 'HELD':
      return held(job);
    case 'WAITING':
      return waitsForParents(facts);
    case 'SCHEDULED':
      return { code: 'scheduled', sentence: `It is scheduled for ${job.runAt ?? 'now'}.`, since: job.submittedAt, until: job.runAt, details: {}, shown: { job: ['job.submitted'] } };
    case 'RETRYING':
      return backsOff(job);
    case 'RUNNING':
      return runs(job);
    case 'QUEUED':
      return job.owner === undefined ? isQueued(facts) : isGranted(job, job.owner);
  }
}

function ended(job: JobState): Why {
  const error = job.status === 'FAILED' && job.error !== undefined ? `: ${job.error.code}, ${job.error.message}` : '';
  const by = job.status === 'CANCELLED' && job.cancelRequested !== undefined ? ` by ${job.cancelRequested.by}` : '';
  const next = job.redrivenTo === undefined ? '' : `; its next life is ${job.redrivenTo}`;
  return {
    code: 'ended',
    sentence: `It has ended as ${job.status}${by} at ${job.finishedAt ?? job.submittedAt}${error}${next}.`.slice(0, 2_000),
    since: job.finishedAt,
    details: { error: job.error, redrivenTo: job.redrivenTo, cancelRequested: job.cancelRequested },
    shown: { job: ['job.completed', 'job.failed', 'job.cancelled', 'job.redriven'] },
  };
}

function held({ governance, submittedAt, queuedAt }: JobState): Why {
  const verdict = governance?.verdict;
  const rule = verdict === undefined ? '' : `: the rule ${verdict.ruleId} holds it${verdict.reason === undefined ? '' : ` (${verdict.reason})`}`;
  return {
    code: 'held',
    sentence: `It waits for an approval${rule}.`,
    // One that was queued was held later than that, when a worker asked for it: the event says when.
    since: queuedAt === undefined ? submittedAt : undefined,
    details: { ruleId: verdict?.ruleId, packHash: verdict?.packHash, reason: verdict?.reason, purpose: governance?.purpose, submittedBy: governance?.principal?.id },
    shown: { job: ['job.submitted', 'job.held'] },
  };
}

function runs(job: JobState): Why {
  const { owner, cancelRequested, attempt } = job;
  const asked = cancelRequested === undefined ? '' : `; it was asked to stop by ${cancelRequested.by}`;
  return {
    code: 'running',
    sentence: `It is running: attempt ${attempt} on ${owner?.workerId ?? 'a worker'} since ${owner?.startedAt ?? job.startedAt ?? job.submittedAt}${asked}.`,
    since: owner?.startedAt ?? job.startedAt,
    details: { attempt, workerId: owner?.workerId, deliveryId: owner?.deliveryId, cancelRequested },
    shown: { job: ['job.started', 'job.cancel_requested'] },
  };
}

function isGranted(job: JobState, { workerId, grantedAt, deliveryId }: NonNullable<JobState['owner']>): Why {
  return {
    code: 'being_granted',
    sentence: `The worker ${workerId} may run it since ${grantedAt}, and has not said yet that it does.`,
    since: grantedAt,
    details: { workerId, deliveryId, cancelRequested: job.cancelRequested },
    shown: QUEUED,
  };
}

function waitsForParents({ job, parents }: WhyFacts): Why {
  const open = parents.filter(({ status }) => status !== 'COMPLETED');
  const [first] = open;
  const more = open.length > 1 ? ` and ${open.length - 1} others` : '';
  return {
    code: 'waiting_for_parents',
    sentence: first === undefined ? 'All its parents have completed; it is about to be queued.' : `It waits for its parents: ${first.jobId} is ${first.status}${more}.`,
    since: job.submittedAt,
    details: { parents: open.slice(0, 20).map(({ jobId, status }) => ({ jobId, status })), open: open.length, of: job.after?.length ?? parents.length, onParentFailure: job.onParentFailure ?? 'cancel' },
    shown: { job: ['job.submitted'] },
  };
}

function backsOff(job: JobState): Why {
  const { attempt, maxAttempts, error, runAt, losses, failures } = job;
  return {
    code: 'backing_off',
    sentence: `Attempt ${attempt} did not succeed (${error?.code ?? 'lost'}: ${error?.message ?? 'its worker is gone'}); it is tried again at ${runAt ?? 'once'}.`.slice(0, 2_000),
    until: runAt,
    details: { attempt, maxAttempts, failures, losses, error },
    shown: { job: ['job.retry_scheduled'] },
  };
}

function isQueued(facts: WhyFacts): Why {
  return paused(facts) ?? limited(facts) ?? whyOfWorkers(facts);
}

function paused({ job, queuePause, typePause }: WhyFacts): Why | undefined {
  if (queuePause !== undefined) return pause('queue_paused', `The queue ${job.queue}`, queuePause, { queue: job.queue }, { kind: 'queue', name: job.queue, types: ['queue.paused'] });
  if (typePause !== undefined) return pause('type_paused', `The job type ${job.type}`, typePause, { type: job.type }, { kind: 'job_type', name: job.type, types: ['jobtype.paused'] });
  return undefined;
}

function pause(code: 'queue_paused' | 'type_paused', what: string, { at, by, reason }: Pause, details: object, resource: NonNullable<Shown['resources']>[number]): Why {
  const why = reason === undefined ? '' : `: ${reason}`;
  return { code, sentence: `${what} is paused since ${at} by ${by}${why}.`, since: at, details: { ...details, by, reason }, shown: { ...QUEUED, resources: [resource] } };
}

function limited({ job, claims, slots, tokens, nowMs }: WhyFacts): Why | undefined {
  for (const claim of claims) {
    const resources = resourcesOf(claim.key);
    if (claim.kind === 'slot') {
      const taken = slots.find(({ key }) => key === claim.key);
      if (taken === undefined || taken.inUse < claim.limit) continue;
      const { inUse, holders } = taken;
      const held = holders.length === 0 ? '' : `, held by ${holders.slice(0, 3).join(', ')}${inUse > 3 ? ' and others' : ''}`;
      return {
        code: 'limit_reached',
        sentence: `The limit ${claim.key} of ${claim.limit} at once is taken up${held}.`,
        since: job.queuedAt,
        details: { key: claim.key, limit: claim.limit, inUse, holders: [...holders] },
        shown: { ...QUEUED, resources },
      };
    }
    const left = tokens.find(({ key }) => key === claim.key);
    if (left === undefined) continue;
    const now = Math.min(claim.burst, left.tokens + Math.max(0, left.ageSeconds) * claim.perSecond);
    if (now >= 1) continue;
    const until = new Date(nowMs + ((1 - now) / claim.perSecond) * 1_000).toISOString();
    return {
      code: 'rate_limited',
      sentence: `The rate ${claim.key} of ${claim.perSecond} a second is used up; the next may start at about ${until}.`,
      since: job.queuedAt,
      until,
      details: { key: claim.key, perSecond: claim.perSecond, burst: claim.burst },
      shown: { ...QUEUED, resources },
    };
  }
  return undefined;
}

/** What an operator set that a key of slots or tokens comes from. */
function resourcesOf(key: string): NonNullable<Shown['resources']> {
  const [what, first = '', second = ''] = key.split(':');
  if (what !== 'concurrency') return [{ kind: 'limit', name: first, types: ['limit.set'] }];
  return first === 'queue' ? [{ kind: 'queue', name: second, types: ['queue.concurrency_set'] }] : [{ kind: 'job_type', name: second, types: ['jobtype.defined'] }];
}
