import { type ReactNode, useId } from 'react';
import type { ReadBody } from '#observatory-client';
import { Button } from '../../kit/button';
import { Time } from '../../kit/time';
import styles from './job.module.css';

type Entry = ReadBody<'/v1/jobs/{id}/timeline'>['entries'][number];

/** The job as it was after any of its events: the whole page follows. */
export function TimeTravel({ entries, asOf, onTravel }: { entries: readonly Entry[]; asOf: string | undefined; onTravel: (position: string | undefined) => void }): ReactNode {
  const id = useId();
  const found = asOf === undefined ? entries.length - 1 : entries.findLastIndex(({ position }) => position <= Number(asOf));
  const at = Math.max(0, found);
  const entry = entries[at];
  const go = (to: number): void => onTravel(to >= entries.length - 1 ? undefined : String(entries[to]?.position ?? ''));
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      <div className={styles.travel}>
        <label htmlFor={id} className="visually-hidden">
          event
        </label>
        <input id={id} type="range" min={0} max={entries.length - 1} value={at} aria-valuetext={entry?.summary} onChange={(event) => go(Number(event.target.value))} />
        <Button disabled={asOf === undefined} onClick={() => onTravel(undefined)}>
          Now
        </Button>
      </div>
      <p className="muted">
        {entry === undefined ? '' : `${at + 1} of ${entries.length}: ${entry.summary} · `}
        <Time at={entry?.occurredAt} />
      </p>
    </div>
  );
}
