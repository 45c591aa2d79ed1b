import type { ParentOutcome } from '#contracts';
import { refuse } from './decision';
import type {
  ApproveOutcome,
  AskOutcome,
  CancelOutcome,
  DeadlineOutcome,
  Decision,
  DecisionContext,
  DueOutcome,
  HeartbeatOutcome,
  LossOutcome,
  ParentsOutcome,
  ParkOutcome,
  RedriveOutcome,
  ReleaseOutcome,
  ReportOutcome,
  ResendOutcome,
  RunNowOutcome,
} from './decision';
import type { JobState } from './job';
import { decideAsk } from './job.ask';
import type { AskCommand } from './job.ask';
import { decideCancel, decideParked, decideSubmit } from './job.command';
import type { CancelCommand, SubmitCommand } from './job.command';
import { decideLost } from './job.loss';
import type { DeclareLostCommand } from './job.loss';
import { decideDeadline } from './job.deadline';
import { decideApprove } from './job.governance';
import type { ApproveCommand } from './job.governance';
import { decideParents } from './job.parents';
import { decideDue, decideResend, decideRunNow, decideUnwithhold } from './job.queue';
import { decideRedrive } from './job.redrive';
import type { RedriveCommand } from './job.redrive';
import { decideFailed, decideHeartbeat, decideReturned, decideStarted, decideSucceeded } from './job.report';
import type { FailedReport, StartedReport, SucceededReport } from './job.report';

/** Every command a job can be given. */
export type JobCommand =
  | ({ readonly kind: 'submit' } & SubmitCommand)
  | ({ readonly kind: 'ask' } & AskCommand)
  | ({ readonly kind: 'started' } & StartedReport)
  | ({ readonly kind: 'succeeded' } & SucceededReport)
  | ({ readonly kind: 'failed' } & FailedReport)
  | { readonly kind: 'heartbeat'; readonly deliveryId: string }
  | { readonly kind: 'returned'; readonly deliveryId: string }
  | ({ readonly kind: 'lost' } & DeclareLostCommand)
  | { readonly kind: 'due' }
  | { readonly kind: 'run_now'; readonly by: string }
  | ({ readonly kind: 'cancel' } & CancelCommand)
  | ({ readonly kind: 'approve' } & ApproveCommand)
  | { readonly kind: 'resend'; readonly notSentSince: string }
  | { readonly kind: 'unwithhold'; readonly on: string }
  | { readonly kind: 'parents'; readonly parents: readonly ParentOutcome[] }
  | { readonly kind: 'deadline' }
  | ({ readonly kind: 'redriven' } & RedriveCommand)
  | { readonly kind: 'parked'; readonly reason: string };

export type SubmitOutcome = { readonly kind: 'submitted' } | { readonly kind: 'exists' };

/** The answer that belongs to each command. */
export interface OutcomeOf {
  submit: SubmitOutcome;
  ask: AskOutcome;
  started: ReportOutcome;
  succeeded: ReportOutcome;
  failed: ReportOutcome;
  heartbeat: HeartbeatOutcome;
  returned: ReleaseOutcome;
  lost: LossOutcome;
  due: DueOutcome;
  run_now: RunNowOutcome;
  cancel: CancelOutcome;
  approve: ApproveOutcome;
  resend: ResendOutcome;
  unwithhold: ResendOutcome;
  parents: ParentsOutcome;
  deadline: DeadlineOutcome;
  redriven: RedriveOutcome;
  parked: ParkOutcome;
}

/** One command, one state, one answer. Pure: the same arguments give the same decision for ever. */
export function decide<K extends JobCommand['kind']>(command: Extract<JobCommand, { kind: K }>, state: JobState | undefined, ctx: DecisionContext): Decision<OutcomeOf[K]>;
export function decide(command: JobCommand, state: JobState | undefined, ctx: DecisionContext): Decision<OutcomeOf[keyof OutcomeOf]> {
  switch (command.kind) {
    case 'submit':
      return state ? refuse({ kind: 'exists' }) : { facts: decideSubmit(command, ctx).events, outcome: { kind: 'submitted' } };
    case 'ask':
      return decideAsk(state, command, ctx);
    case 'started':
      return decideStarted(state, command);
    case 'succeeded':
      return decideSucceeded(state, command, ctx);
    case 'failed':
      return decideFailed(state, command, ctx);
    case 'heartbeat':
      return decideHeartbeat(state, command.deliveryId, ctx);
    case 'returned':
      return decideReturned(state, command.deliveryId, ctx);
    case 'lost':
      return decideLost(state, command, ctx);
    case 'due':
      return decideDue(state, ctx);
    case 'run_now':
      return decideRunNow(state, command.by, ctx);
    case 'cancel':
      return decideCancel(state, command, ctx);
    case 'approve':
      return decideApprove(state, command, ctx);
    case 'resend':
      return decideResend(state, command.notSentSince, ctx);
    case 'unwithhold':
      return decideUnwithhold(state, command.on, ctx);
    case 'parents':
      return decideParents(state, command.parents, ctx);
    case 'deadline':
      return decideDeadline(state, ctx);
    case 'redriven':
      return decideRedrive(state, command, ctx);
    case 'parked':
      return decideParked(state, command.reason, ctx);
  }
}
