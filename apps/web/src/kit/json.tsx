import { Fragment, type ReactNode, useMemo } from 'react';
import styles from './kit.module.css';

/** More than this is shown plain: colouring would hold up the page. */
const MAX_COLOURED = 60_000;
const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;

/** JSON, indented and coloured. */
export function Json({ value, label }: { value: unknown; label: string }): ReactNode {
  const text = useMemo(() => JSON.stringify(value, null, 2) ?? 'undefined', [value]);
  const parts = useMemo(() => (text.length > MAX_COLOURED ? [text] : colour(text)), [text]);
  return (
    <pre className={styles.json} tabIndex={0} role="region" aria-label={label}>
      {parts.map((part, index) => (
        <Fragment key={index}>{part}</Fragment>
      ))}
    </pre>
  );
}

function colour(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, string, colon, number] = match;
    parts.push(text.slice(from, match.index));
    parts.push(
      <span className={string !== undefined ? (colon !== undefined ? styles.k : styles.s) : number !== undefined ? styles.n : styles.l}>{string ?? whole}</span>,
    );
    if (colon !== undefined) parts.push(colon);
    from = match.index + whole.length;
  }
  parts.push(text.slice(from));
  return parts;
}
