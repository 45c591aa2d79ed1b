import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRead } from '../../data/read';
import { JobLink } from '../../kit/id';
import { Panel } from '../../kit/panel';
import { State } from '../../kit/state';

/** Where it comes from and what came of it: earlier and later lives, its schedule, parents and children. */
export function Lineage({ id }: { id: string }): ReactNode {
  const { data } = useRead('/v1/jobs/{id}/lineage', { path: { id }, every: 5_000 });
  if (data?.jobId !== id) return null;
  const relatives = [...data.parents.map((one) => ({ ...one, as: 'waits for' })), ...data.children.map((one) => ({ ...one, as: 'awaited by' }))];
  const lives = data.lives.filter((life) => life.jobId !== id);
  if (relatives.length + lives.length === 0 && data.schedule === undefined) return null;
  return (
    <Panel
      title="Relations"
      end={
        relatives.length > 0 && (
          <Link to="/flows/$id" params={{ id }} className="link">
            The whole flow
          </Link>
        )
      }
    >
      <ul style={{ display: 'grid', gap: 6 }}>
        {data.schedule && <li className="muted">submitted by the schedule {data.schedule.name}</li>}
        {lives.map((life) => (
          <li key={life.jobId} style={{ display: 'flex', gap: 10 }}>
            <span className="muted">{life.jobId < id ? 'earlier life' : 'later life'}</span>
            <JobLink id={life.jobId} />
            <State of={life.status} />
          </li>
        ))}
        {relatives.map(({ as, jobId, type, status }) => (
          <li key={jobId} style={{ display: 'flex', gap: 10 }}>
            <span className="muted">{as}</span>
            <JobLink id={jobId} />
            <span className="truncate">{type}</span>
            {status !== undefined && <State of={status} />}
          </li>
        ))}
        {data.moreChildren && <li className="muted">and more; the flow shows them</li>}
      </ul>
    </Panel>
  );
}
