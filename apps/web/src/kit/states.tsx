import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { messageOf } from '../data/problem';
import { Button } from './button';
import styles from './kit.module.css';

/** Nothing to show: says why, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }): ReactNode {
  return (
    <div className={styles.empty}>
      <strong>{title}</strong>
      {children}
    </div>
  );
}

export function Failure({ error, retry }: { error: unknown; retry?: () => void }): ReactNode {
  return (
    <div className={styles.failure} role="alert">
      <span>{messageOf(error)}</span>
      {retry && (
        <Button look="quiet" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  );
}

export function Loading({ lines = 4 }: { lines?: number }): ReactNode {
  return (
    <div role="status" aria-label="loading" style={{ display: 'grid', gap: 12, padding: 12 }}>
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} className={styles.bone} style={{ width: `${90 - ((index * 17) % 45)}%` }} />
      ))}
    </div>
  );
}

/** What a read came to: its answer, what is wrong, or that it is on its way. An answer that is there stays on the screen while a later one fails. */
export function Answer<Body>({ of, children, lines }: { of: UseQueryResult<Body>; children: (body: Body) => ReactNode; lines?: number }): ReactNode {
  if (of.data !== undefined) return children(of.data);
  if (of.error) return <Failure error={of.error} retry={() => void of.refetch()} />;
  return <Loading lines={lines} />;
}
