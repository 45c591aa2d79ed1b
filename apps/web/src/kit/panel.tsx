import { type ReactNode, useId } from 'react';
import styles from './kit.module.css';

/** A titled part of a page. `flush`: its content reaches its edges, as tables do. */
export function Panel({ title, end, flush = false, children }: { title?: ReactNode; end?: ReactNode; flush?: boolean; children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={title === undefined ? undefined : id}>
      {title !== undefined && (
        <header className={styles.panelHead}>
          <h2 id={id} className="truncate">
            {title}
          </h2>
          {end}
        </header>
      )}
      <div className={`${styles.panelBody} ${flush ? styles.flush : ''}`}>{children}</div>
    </section>
  );
}

/** Names and what they stand for. Absent ones are left out. */
export function Facts({ of }: { of: readonly (readonly [string, ReactNode])[] }): ReactNode {
  return (
    <dl className={styles.facts}>
      {of
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
