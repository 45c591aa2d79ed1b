import { type ReactNode, useSyncExternalStore } from 'react';
import { absolute, duration, relative } from '../data/format';
import { useSettings } from '../data/settings';

let nowMs = Date.now();
const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

/** The time, once a second; one timer for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      ticking ??= setInterval(() => {
        nowMs = Date.now();
        for (const one of listeners) one();
      }, 1_000);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(ticking);
        ticking = undefined;
      };
    },
    () => nowMs,
  );
}

/** An instant, as the reader wants times: how long ago, or when. The other stands in its title. */
export function Time({ at }: { at: string | undefined }): ReactNode {
  const now = useNow();
  const { time } = useSettings();
  if (at === undefined) return <span className="muted">–</span>;
  const [shown, other] = time === 'relative' ? [relative(at, now), absolute(at, now)] : [absolute(at, now), relative(at, now)];
  return (
    <time dateTime={at} title={other}>
      {shown}
    </time>
  );
}

/** How long something has taken so far. */
export function Since({ at }: { at: string }): ReactNode {
  const now = useNow();
  return <span>{duration(Math.max(0, now - Date.parse(at)))}</span>;
}
