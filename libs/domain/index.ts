export { controlsSnapshot, limitValue, NO_CONTROLS, pauseKey, valueAt } from './controls';
export type { ControlledJob, ControlResource, ControlsSnapshot, Digest, JobTypeControls, LimitControls, PolicyControls, QueueControls, WorkerControls } from './controls';
export { OPEN_GATES } from './gates';
export type { Gates, GrantClaim } from './gates';
export { begin, evolve, isJobEvent, isTerminal } from './job';
export { attemptOf } from './job.attempt';
export { foldHistory, jobOf } from './job.history';
export type { JobEvent, JobEventType, JobFact, JobOrigin, JobOwner, JobState, OwnershipFact } from './job';
export type {
  ApproveOutcome,
  AskOutcome,
  CancelOutcome,
  DeadlineOutcome,
  Decision,
  DecisionContext,
  DenialReason,
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
export { decide } from './job.decide';
export type { JobCommand, OutcomeOf, SubmitOutcome } from './job.decide';
export { decideSubmit } from './job.command';
export type { CancelCommand, DedupeClaim, JobOptions, SubmitCommand, TicketClaim } from './job.command';
export type { ApproveCommand } from './job.governance';
export type { RedriveCommand } from './job.redrive';
export type { FailedReport, StartedReport, SucceededReport } from './job.report';
export { ownRetryPolicy, RETRY_POLICY, retryDelayMs } from './retry-policy';
export type { RetryPolicy } from './retry-policy';
export { explain } from './job.why';
export { MOST_AHEAD } from './job.why.facts';
export type { LeftTokens, LiveWorker, Shown, TakenSlots, Why, WhyFacts } from './job.why.facts';
export { evolveSchedule } from './schedule';
export type { Cadence, ScheduleEvent, ScheduleEventType, ScheduleState } from './schedule';
export { decideCreateSchedule, decideDeleteSchedule, decidePauseSchedule, decideResumeSchedule, decideUpdateSchedule } from './schedule.decide';
export type { CreateOutcome, CreateScheduleCommand, ScheduleActionOutcome, ScheduleClock, ScheduleDecision, ScheduleSpec, UpdateOutcome } from './schedule.decide';
export { decideFired, decideSkipped, MISSED_AFTER_MS, nextStep, overlapVerdict, tickKey } from './schedule.tick';
export type { FiredTick, OverlapVerdict, PreviousJob, RecordOutcome, SkippedTick, SkippedTicks, TickStep } from './schedule.tick';
