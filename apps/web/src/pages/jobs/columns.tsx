import type { ReactNode } from 'react';
import { duration, shortId } from '../../data/format';
import { State } from '../../kit/state';
import { Since, Time } from '../../kit/time';
import type { JobRow } from './live-pages';

export interface JobColumn {
  readonly id: string;
  readonly name: string;
  /** A width of CSS grid. */
  readonly width: string;
  readonly cell: (job: JobRow) => ReactNode;
  readonly end?: boolean;
}

/** How long it ran, or runs. */
function Ran({ job }: { job: JobRow }): ReactNode {
  if (job.startedAt === undefined) return <span className="muted">–</span>;
  if (job.status === 'RUNNING') return <Since at={job.startedAt} />;
  return duration(job.finishedAt === undefined ? null : Math.max(0, Date.parse(job.finishedAt) - Date.parse(job.startedAt)));
}

export const COLUMNS: readonly JobColumn[] = [
  { id: 'state', name: 'State', width: '104px', cell: (job) => <State of={job.status} /> },
  { id: 'type', name: 'Type', width: 'minmax(96px, 1.2fr)', cell: (job) => job.type },
  { id: 'id', name: 'Id', width: '96px', cell: (job) => <span className="mono">{shortId(job.id)}</span> },
  { id: 'queue', name: 'Queue', width: 'minmax(70px, .7fr)', cell: (job) => job.queue },
  { id: 'attempt', name: 'Attempt', width: '64px', end: true, cell: (job) => (job.attempt === 0 ? <span className="muted">–</span> : `${job.attempt}/${job.maxAttempts}`) },
  { id: 'error', name: 'Last error', width: 'minmax(90px, 2fr)', cell: (job) => job.error && <span className="danger" title={`${job.error.code}: ${job.error.message}`}>{`${job.error.code}: ${job.error.message}`}</span> },
  { id: 'ran', name: 'Ran', width: '80px', end: true, cell: (job) => <Ran job={job} /> },
  { id: 'submitted', name: 'Submitted', width: 'minmax(76px, 128px)', end: true, cell: (job) => <Time at={job.submittedAt} /> },
  { id: 'finished', name: 'Finished', width: '128px', end: true, cell: (job) => <Time at={job.finishedAt} /> },
  { id: 'priority', name: 'Priority', width: '70px', cell: (job) => job.priority },
  { id: 'worker', name: 'Worker', width: 'minmax(80px, 1fr)', cell: (job) => job.workerId },
  { id: 'ref', name: 'Reference', width: 'minmax(80px, 1fr)', cell: (job) => job.externalRef },
  { id: 'tags', name: 'Tags', width: 'minmax(80px, 1fr)', cell: (job) => job.tags?.join(', ') },
];

export const SHOWN_BY_DEFAULT: readonly string[] = ['state', 'type', 'id', 'queue', 'attempt', 'error', 'ran', 'submitted'];
/** All that fits on a telephone. */
export const SHOWN_WHEN_NARROW: readonly string[] = ['state', 'type', 'submitted'];
