import type { JobRow } from '../data/job-states';

const COLUMNS = ['id', 'type', 'queue', 'priority', 'status', 'attempt', 'maxAttempts', 'losses', 'submittedAt', 'queuedAt', 'startedAt', 'finishedAt', 'tags', 'externalRef', 'correlationId', 'errorCode', 'errorMessage'] as const;

export const CSV_HEADER = `${COLUMNS.join(',')}\r\n`;

/** RFC 4180. */
export function csvLine(job: JobRow): string {
  const values: Partial<Record<(typeof COLUMNS)[number], string | number>> = { ...job, tags: job.tags?.join(' '), errorCode: job.error?.code, errorMessage: job.error?.message };
  return `${COLUMNS.map((column) => cell(values[column])).join(',')}\r\n`;
}

function cell(value: string | number | undefined): string {
  if (value === undefined) return '';
  // A spreadsheet takes these for a formula; text of others must not become one.
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
