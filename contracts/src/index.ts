export type {
  Alert, AlertFired, AlertResolved, AlertSeverity, AlertState, AttemptAsk, AttemptAsked, AttemptBeat, AttemptCause, AttemptDenial,
  AttemptDenied, AttemptFailed, AttemptGrant, AttemptGranted, AttemptHeartbeat, AttemptListResponse, AttemptLogLine,
  AttemptLogged, AttemptOwned, AttemptProbeAnswered, AttemptProbed, AttemptProgressed, AttemptRef, AttemptReturned,
  AttemptRevocation, AttemptRevoked, AttemptStart, AttemptStarted, AttemptState, AttemptSucceeded, BulkSubmitItem,
  BulkSubmitRequest, BulkSubmitResponse, CancelJobRequest, CancelJobResponse, CancelRequested, CorrelationId, Dedupe, EngineTicked,
  ErrorCode, ExternalRef, Freshness, HealthResponse, IdempotencyKey, IntakePaused, IntakeResumed, Job, JobAttempt, JobCancelRequested, JobCancelled, JobCompleted,
  JobCounts, JobDetailResponse, JobError, JobFailed, JobListResponse, JobParked, JobPriority, JobQueued, JobRedriven, JobResponse,
  JobRetry, JobRetryScheduled, JobStarted, JobStatus, JobSubmitted, JobSummary, JsonObject, JsonValue, LogHeadResponse, Name,
  OverviewResponse, ParentOutcome, ProbeAnswer, Problem, ProblemError, Producer, QueueOverview, ReadinessCheck, ReadyResponse, RelayWoken,
  SchemaTypes, SemVer, ServiceStatus, StreamPosition, SubmitJobRequest, SubmitJobResponse, Tag, TenantId, TimelineEntry,
  TimelineResponse, Timestamp, Uuid, WorkerAnnounced, WorkerHeartbeat, WorkerId, WorkerLost, WorkerOffered, WorkerRegistered,
  Pause, QueuePaused, QueueResumed, WorkerPaused, WorkerResumed, QueueConcurrencySet, Rate, Limit, LimitSet, LimitRemoved,
  JobType, JobtypeDefined, JobtypeDeleted, JobtypePaused, JobtypeResumed, OperatorRequest, SetConcurrencyRequest, QueueResponse, QueueListResponse, PutJobTypeRequest, JobTypeListResponse, PutLimitRequest, LimitListResponse, WorkerResponse, WorkerListResponse, SubmitWarning,
} from './generated/types';
export type {
  CatchUpPolicy, CreateScheduleRequest, CronExpression, OverlapPolicy, ReplaceScheduleRequest, Schedule, ScheduleActionRequest,
  ScheduleCreated, ScheduleDeleted, ScheduleFired, ScheduleFiring, ScheduleJob, ScheduleListResponse, SchedulePageResponse, SchedulePaused,
  ScheduleResponse, ScheduleResumed, ScheduleSkip, ScheduleSkipReason, ScheduleSkipped, ScheduleStatus, ScheduleTrigger,
  ScheduleUpdated, TimeZone, TriggerScheduleResponse, UpdateScheduleRequest,
} from './generated/types';
export type {
  BatchFigures, CpuFigures, EventLoopFigures, GarbageCollections, MemoryFigures, QueryFigures, RouteFigures,
} from './generated/types';
export type {
  ApproveJobRequest, HeldJobResponse, JobApproval, JobApproved, JobGovernance, JobHeld, JobPrincipal, PolicyActivated, PolicyCondition, PolicyPack, PolicyPayloadTest, PolicyRefused, PolicyResponse,
  PolicyResult, PolicyRule, PolicySpend, PolicyTime, PolicyVerdict, RejectJobRequest, ReloadPolicyRequest, ReloadPolicyResponse,
} from './generated/types';
export type {
  CancelOperationRequest, JobWhyResponse, Operation, OperationAction, OperationFailure, OperationFilter, OperationFinished, OperationListResponse,
  OperationProgressed, OperationResponse, OperationStarted, OperationStatus, RedriveJobRequest, RedriveJobResponse, RunJobNowRequest, RunJobNowResponse,
  StartOperationRequest, WhyEvidence,
} from './generated/types';
export type {
  CreatedTicketResponse, CreateTicketRequest, PutQuotaRequest, QuotaListResponse, TenantQuota,
  Consent, ConsentListResponse, ConsentStatus, DataKeyResponse, EraseSubjectResponse, PutConsentRequest, RevealJobRequest, RevealJobResponse, SubjectConsentSet,
  ApiKey, ApiKeyListResponse, ApiKeyResponse, CreateApiKeyRequest, CreatedApiKeyResponse, PrincipalResponse, Role, RotateApiKeyRequest,
  ChangePasswordRequest, CreateUserRequest, JwksResponse, LoginRequest, Member, MemberListResponse, MemberResponse, PutMemberRequest, RefreshRequest, SessionResponse, SigningKeyResponse, UpdateUserRequest, User, UserListResponse, UserResponse,
  AcknowledgeAlertRequest, AlertAcknowledged, AlertAcknowledgement, AlertCounts, AlertEscalated, AlertHistoryResponse, AlertListResponse, AlertResponse,
  AlertWebhookRequest, AlertWebhookResponse, PerformanceResponse, WebhookAlert,
} from './generated/types';
export type {
  AttemptPageResponse, ConsoleResponse, ContractDetailResponse, ContractExample, ContractPageResponse, JobSuggestion, JobSuggestionsResponse, JobTotal, ContractSummary, ErrorDetailResponse, ErrorGroup,
  ErrorPageResponse, EventPageResponse, FlowEdge, FlowNode, FlowPageResponse, FlowSummary, JobAsOf, JobEventsResponse, JobFlowResponse, JobLife, JobLineageResponse,
  JobRelative, JobTypeDetailResponse, JobTypePageResponse, JobTypeView, LatencySummary, LimitPageResponse, LineageSchedule, MetricsSeriesResponse,
  OldestWaiting, OperationDetailResponse, OperationPageResponse, OverviewWindow, ProjectionPageResponse, ProjectionRebuild, ProjectionView,
  QueueDetailResponse, QueuePageResponse, QueueThroughput, QueueView, RunbookPageResponse, RunbookResponse, RunningJob, ScheduleDetailResponse,
  ServiceCheck, ServiceHeartbeat, ServiceInstance, ServicePageResponse, StoreHealth, WorkerDetailResponse, WorkerPageResponse, WorkerView,
} from './generated/types';
export type { AttemptLogEntry, AttemptLogsResponse, AttemptProgress, JobAttemptsResponse } from './generated/types';
export {
  ATTEMPT_CAUSES, ATTEMPT_STATES, CONTRACT_VERSION_OF, CONTROL_TYPES, ERROR_CODES, EVENT_TYPES, JOB_PRIORITIES, JOB_STATUSES,
  LOG_EVENT_TYPES, REPORT_TYPES, SCHEMA_OF, TELEMETRY_TYPES,
} from './generated/catalogue';
export { AUDIT_VERDICTS, INCIDENT_PATTERNS, INCIDENT_STATES, SECURITY_CATEGORIES } from './generated/catalogue';
export { ALERT_SEVERITIES, ALERT_STATES, CATCH_UP_POLICIES, OVERLAP_POLICIES, SCHEDULE_STATUSES } from './generated/catalogue';
export type { EventType, PayloadOf } from './generated/catalogue';
export { SCHEMAS } from './generated/schemas';
export type { ContractSchema, SchemaName } from './generated/schemas';
export { isEventType, parseEnvelope, parseTrusted } from './envelope';
export type { Envelope, EnvelopeOf, LogEnvelope, ParkReason, ParsedEnvelope } from './envelope';
export { TERMINAL_STATUSES, isTerminal } from './job-statuses';
export type { ControlType, LogEventType, ReportType, TelemetryType, TerminalStatus } from './job-statuses';
export { openApiComponents, openApiSchema } from './open-api';
export type { OpenApiSchema } from './open-api';
export { TOPOLOGY, controlQueueName, jobQueueName, jobRoutingKey } from './topology';
export type { Exchange, Queue } from './topology';
export { BROKER_USERS, brokerPermissions, brokerTopicPermissions } from './broker-users';
export type { BrokerPermissions, BrokerUser, BrokerUserOptions, TopicPermissions } from './broker-users';
export { tolerantValidator, validator } from './validator';
export type { Fault, Validation, Validator } from './validator';
export type { AuditChainResponse, AuditEntry, AuditFeedResponse, AuditHead, AuditListResponse, AuditPrincipal, AuditVerdict, Incident, IncidentListResponse, IncidentPattern, IncidentState, SecurityCategory } from './generated/types';
