import type { JobGovernance, PolicyVerdict } from '#contracts';
import type { JobState, SubmitCommand } from '#domain';
import { DEFAULT_RULE, type PolicyInForce, type PolicyInput, type PolicyPrincipal } from '#governance';
import { ApiError } from '#http';
import type { Principal } from '#identity';
import { counter } from '#observability';
import type { DecisionLog } from './decision-log';

/** Who submits a job, and what for. */
export interface Submitter {
  readonly principal?: PolicyPrincipal;
  readonly purpose?: string;
}

const PURPOSE = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$/;

/** What the header X-Purpose says. @throws ApiError validation_failed */
export function purposeOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && PURPOSE.test(header)) return header;
  throw new ApiError('validation_failed', { detail: 'the header X-Purpose must be 1 to 128 letters, digits and ._:/-, beginning with a letter or a digit, and stand there once' });
}

/** A caller as rules see it. */
export function principalOf({ kind, id, roles }: Principal): PolicyPrincipal {
  return { kind, id, roles };
}

/** Holds jobs against the policy in force: when they are submitted, and again before each start. */
export class PolicyGate {
  private readonly decided = {
    submit: countersOf('submit'),
    claim: countersOf('claim'),
  };

  constructor(
    private readonly policy: PolicyInForce,
    private readonly log: Pick<DecisionLog, 'note'>,
    private readonly nowMs: () => number,
  ) {}

  /**
   * The submission with what governance keeps of it: HELD where a rule lets it wait.
   *
   * @throws ApiError policy_denied
   */
  admit(command: SubmitCommand, { principal, purpose }: Submitter): SubmitCommand {
    const { pack } = this.policy;
    if (pack.isConstant && pack.pack.default === 'allow') {
      this.decided.submit.allow.inc();
      return purpose === undefined ? command : { ...command, governance: { purpose } };
    }
    const { tenantId, type, queue, payload, jobId } = command;
    const verdict = pack.decide({ at: 'submit', tenantId, principal, type, queue, purpose, payload, nowMs: this.nowMs() });
    this.decided.submit[verdict.result].inc();
    if (verdict.ruleId !== DEFAULT_RULE || verdict.result !== 'allow') this.log.note({ at: 'submit', verdict, tenantId, type, queue, jobId, principal: principal?.id });
    if (verdict.result === 'deny') throw refusedBy(verdict);
    return { ...command, governance: keptOf(principal, purpose, verdict) };
  }

  /** What the policy says to a start of the job. */
  readonly verdictOf = (job: JobState, nowMs: number): PolicyVerdict => {
    const { pack } = this.policy;
    const verdict = pack.decide(claimOf(job, nowMs));
    this.decided.claim[verdict.result].inc();
    if (verdict.result !== 'allow') this.log.note({ at: 'claim', verdict, tenantId: job.tenantId, type: job.type, queue: job.queue, jobId: job.id, principal: job.governance?.principal?.id });
    return verdict;
  };
}

function claimOf({ tenantId, type, queue, payload, governance }: JobState, nowMs: number): PolicyInput {
  return { at: 'claim', tenantId, principal: governance?.principal, type, queue, purpose: governance?.purpose, payload, nowMs };
}

/** Kept wherever there are rules: what is asked before a start is to look at the same as at the submission. */
function keptOf(principal: PolicyPrincipal | undefined, purpose: string | undefined, verdict: PolicyVerdict): JobGovernance {
  return {
    ...(purpose !== undefined && { purpose }),
    ...(principal !== undefined && { principal: { kind: principal.kind, id: principal.id, roles: [...principal.roles] } }),
    ...((verdict.ruleId !== DEFAULT_RULE || verdict.result !== 'allow') && { verdict }),
  };
}

function refusedBy(verdict: PolicyVerdict): ApiError {
  const { ruleId, packHash, reason } = verdict;
  return new ApiError('policy_denied', { detail: `the rule ${ruleId} of the policy ${packHash.slice(0, 12)} refuses it${reason === undefined ? '' : `: ${reason}`}`, policy: verdict });
}

function countersOf(at: 'submit' | 'claim') {
  const decisions = counter('governanceDecisions');
  return { allow: decisions.labels({ result: 'allow', at }), deny: decisions.labels({ result: 'deny', at }), hold: decisions.labels({ result: 'hold', at }) };
}
