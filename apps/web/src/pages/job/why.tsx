import type { ReactNode } from 'react';
import { useRead } from '../../data/read';
import { Panel } from '../../kit/panel';
import { Time } from '../../kit/time';
import styles from './job.module.css';

/** Why is this job not running? One reason, with the events that show it. */
export function Why({ id }: { id: string }): ReactNode {
  const { data } = useRead('/v1/jobs/{id}/why', { path: { id } });
  if (data?.jobId !== id || data.code === 'ended') return null;
  return (
    <Panel title={data.code === 'running' ? 'It runs' : 'Why is it not running?'}>
      <div className={styles.why}>
        <p>{data.sentence}</p>
        <p className="muted">
          {data.since !== undefined && (
            <>
              since <Time at={data.since} />{' '}
            </>
          )}
          {data.until !== undefined && (
            <>
              until <Time at={data.until} />{' '}
            </>
          )}
          {data.evidence.length > 0 && `· shown by ${data.evidence.map(({ eventType, position }) => `${eventType} at ${position}`).join(', ')}`}
        </p>
        {data.unknowns?.map((unknown) => (
          <p key={unknown} className="muted">
            {unknown}
          </p>
        ))}
      </div>
    </Panel>
  );
}
