import type { ReactNode } from 'react';
import { duration } from '../data/format';
import { useFreshness } from '../data/freshness';
import { useLive } from '../data/live';
import { useNow } from '../kit/time';
import styles from './shell.module.css';

/** Behind by more than this, what is shown is called old. */
const BEHIND_MS = 2_000;
/** No answer for this long, while something asks every two seconds. */
const SILENT_MS = 8_000;

const ignore = (): void => undefined;

/** How true the page is: live, behind by so much, or without an answer. Every answer of the observatory says it of itself. */
export function FreshnessBadge(): ReactNode {
  useNow();
  // The stream says it on every page, also where nothing else is read.
  useLive(ignore);
  const { freshness, atMs, failure } = useFreshness();
  const silentMs = performance.now() - atMs;
  const [tone, text] =
    failure !== undefined
      ? (['danger', `no answer · shown is ${duration(Math.max(1_000, Math.floor(silentMs / 1_000) * 1_000))} old`] as const)
      : freshness === undefined
        ? (['plain', 'waiting for the observatory'] as const)
        : freshness.lagMs > BEHIND_MS
          ? (['warn', `${duration(freshness.lagMs)} behind`] as const)
          : silentMs > SILENT_MS
            ? (['plain', `as of ${duration(Math.floor(silentMs / 1_000) * 1_000)} ago`] as const)
            : (['ok', 'live'] as const);
  const title = freshness === undefined ? undefined : `true up to position ${freshness.position} of ${freshness.headPosition ?? '?'} in the log, ${freshness.lagMs} ms behind (${freshness.projection})`;
  return (
    <span className={styles.fresh} data-tone={tone} title={title} data-testid="freshness">
      {text}
    </span>
  );
}
