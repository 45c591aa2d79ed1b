import type { ReactNode } from 'react';
import { count } from '../../data/format';
import { stateColour } from '../../kit/state';
import styles from './queues.module.css';

const OPEN = ['RUNNING', 'RETRYING', 'QUEUED', 'SCHEDULED', 'WAITING', 'HELD'] as const;

/** The jobs of a queue that have not ended, by state: figures, and their shares as a bar. */
export function FleetBar({ counts }: { counts: Readonly<Partial<Record<string, number>>> }): ReactNode {
  const shares = OPEN.map((state) => [state, counts[state] ?? 0] as const).filter(([, jobs]) => jobs > 0);
  const total = shares.reduce((sum, [, jobs]) => sum + jobs, 0);
  if (total === 0) return <span className="muted">none</span>;
  return (
    <div className={styles.bar}>
      <div className={styles.track} aria-hidden="true">
        {shares.map(([state, jobs]) => (
          <span key={state} style={{ flexGrow: jobs, background: stateColour(state) }} />
        ))}
      </div>
      <div className={styles.legend}>
        {shares.map(([state, jobs]) => (
          <span key={state} style={{ color: stateColour(state) }}>
            {count(jobs)} {state.toLowerCase()}
          </span>
        ))}
      </div>
    </div>
  );
}
