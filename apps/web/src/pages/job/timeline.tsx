import type { CSSProperties, ReactNode } from 'react';
import type { ReadBody } from '#observatory-client';
import { Json } from '../../kit/json';
import { stateColour } from '../../kit/state';
import { Time } from '../../kit/time';
import styles from './job.module.css';

type Entry = ReadBody<'/v1/jobs/{id}/timeline'>['entries'][number];

/** Everything that happened, in words, and behind each sentence the event itself. */
export function Timeline({ entries, envelopes }: { entries: readonly Entry[]; envelopes: ReadonlyMap<number, unknown> }): ReactNode {
  return (
    <ol className={styles.timeline}>
      {entries.map((entry) => (
        <li key={entry.position} className={styles.entry} style={{ '--dot': stateColour(entry.status) } as CSSProperties}>
          <span className={styles.dot} />
          <span>{entry.summary}</span>
          <span className="muted">
            <Time at={entry.occurredAt} />
          </span>
          <details>
            <summary>
              {entry.eventType} · position {entry.position}
            </summary>
            <Json label={`the event ${entry.eventType}`} value={envelopes.get(entry.position) ?? entry.details ?? {}} />
          </details>
        </li>
      ))}
    </ol>
  );
}
