import type { CONTROL_TYPES, LOG_EVENT_TYPES, REPORT_TYPES, TELEMETRY_TYPES } from './generated/catalogue';
import type { JobStatus } from './generated/types';

/** Statuses that a job never leaves (but for a FAILED one that is redriven by hand). */
export const TERMINAL_STATUSES = ['COMPLETED', 'FAILED', 'CANCELLED'] as const satisfies readonly JobStatus[];
export type TerminalStatus = (typeof TERMINAL_STATUSES)[number];

/** Whether a status is final. */
export const isTerminal = (status: JobStatus): status is TerminalStatus => (TERMINAL_STATUSES as readonly JobStatus[]).includes(status);

export type LogEventType = (typeof LOG_EVENT_TYPES)[number];
export type ReportType = (typeof REPORT_TYPES)[number];
export type ControlType = (typeof CONTROL_TYPES)[number];
export type TelemetryType = (typeof TELEMETRY_TYPES)[number];
