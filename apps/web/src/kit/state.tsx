import type { CSSProperties, ReactNode } from 'react';
import styles from './kit.module.css';

export const JOB_STATES = ['HELD', 'WAITING', 'SCHEDULED', 'QUEUED', 'RUNNING', 'RETRYING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const;
export type JobState = (typeof JOB_STATES)[number];

export const TERMINAL: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

/** The colour of a job's state, the same wherever it stands. */
export function stateColour(state: string): string {
  return `var(--state-${state.toLowerCase()})`;
}

const ATTEMPT_AS: Readonly<Record<string, string>> = { SUCCEEDED: 'COMPLETED', LOST: 'FAILED', TIMED_OUT: 'FAILED' };

/** A state of a job, or of an attempt at one, in words and colour. */
export function State({ of }: { of: string }): ReactNode {
  return (
    <span className={styles.state} data-state-of={of} data-live={of === 'RUNNING'} style={{ '--state': stateColour(ATTEMPT_AS[of] ?? of) } as CSSProperties}>
      {of.charAt(0) + of.slice(1).toLowerCase().replace('_', ' ')}
    </span>
  );
}

export type Tone = 'plain' | 'ok' | 'warn' | 'danger' | 'accent';

export function Badge({ tone = 'plain', children, title }: { tone?: Tone; children: ReactNode; title?: string }): ReactNode {
  return (
    <span className={styles.badge} data-tone={tone} title={title}>
      {children}
    </span>
  );
}
