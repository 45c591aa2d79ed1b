import { type ReactNode, useEffect } from 'react';
import styles from './page.module.css';

/** A page: its title, what can be done on it, its content. */
export function Page({ title, what, actions, children }: { title: ReactNode; what?: ReactNode; actions?: ReactNode; children: ReactNode }): ReactNode {
  useEffect(() => {
    if (typeof title === 'string') document.title = `${title} · Job Observatory`;
  }, [title]);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div className={styles.title}>
          <h1>{title}</h1>
          {what !== undefined && <p className="muted">{what}</p>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** Panels side by side, as many as there is room for. */
export function Grid({ min = 280, children }: { min?: number; children: ReactNode }): ReactNode {
  return (
    <div className={styles.grid} style={{ gridTemplateColumns: `repeat(auto-fit, minmax(min(${min}px, 100%), 1fr))` }}>
      {children}
    </div>
  );
}
