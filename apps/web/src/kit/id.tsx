import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { shortId } from '../data/format';
import { say } from '../data/toasts';
import styles from './kit.module.css';

export function Copy({ text, what }: { text: string; what: string }): ReactNode {
  const copy = () => void navigator.clipboard.writeText(text).then(() => say('ok', `${what} copied`), () => say('error', 'The browser does not let the page copy'));
  return (
    <button type="button" className={styles.copy} aria-label={`copy ${what}`} title={`copy ${what}`} onClick={copy}>
      <svg width="13" height="13" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
        <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
        <path d="M3 10.5H2.5v-8h8V3" />
      </svg>
    </button>
  );
}

/** A job by its id, as a link to it. */
export function JobLink({ id, full = false }: { id: string; full?: boolean }): ReactNode {
  return (
    <Link to="/jobs/$id" params={{ id }} className={`link ${styles.id}`} title={id}>
      {full ? id : shortId(id)}
    </Link>
  );
}

export function Id({ id, what = 'id' }: { id: string; what?: string }): ReactNode {
  return (
    <span className={styles.id}>
      <span className="truncate">{id}</span>
      <Copy text={id} what={what} />
    </span>
  );
}
