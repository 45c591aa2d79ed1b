import type { JobSummary } from '#contracts';

const COLUMNS: readonly (readonly [title: string, value: (job: JobSummary) => unknown])[] = [
  ...(['id', 'type', 'queue', 'status', 'priority', 'attempt', 'maxAttempts', 'losses', 'submittedAt', 'queuedAt', 'startedAt', 'finishedAt', 'durationMs', 'runAt', 'workerId'] as const).map((field) => [field, (job: JobSummary) => job[field]] as const),
  ['errorCode', ({ error }) => error?.code],
  ['errorMessage', ({ error }) => error?.message],
  ...(['fingerprint', 'externalRef', 'idempotencyKey', 'correlationId', 'scheduleId', 'redrivenFrom', 'redrivenTo'] as const).map((field) => [field, (job: JobSummary) => job[field]] as const),
  ['tags', ({ tags }) => tags?.join(' ')],
];

export const CSV_HEAD = line(COLUMNS.map(([title]) => title));

export function csvLine(job: JobSummary): string {
  return line(COLUMNS.map(([, value]) => value(job)));
}

function line(cells: readonly unknown[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** RFC 4180. What a spreadsheet would take for a formula begins with an apostrophe: cells hold what clients say. */
function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
