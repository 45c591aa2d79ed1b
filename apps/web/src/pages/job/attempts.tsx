import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react';
import type { ObservatoryComponents } from '#observatory-client';
import { duration } from '../../data/format';
import { useRead } from '../../data/read';
import { Facts } from '../../kit/panel';
import { State, stateColour } from '../../kit/state';
import { Answer, Empty } from '../../kit/states';
import { Tabs } from '../../kit/tabs';
import { Time, useNow } from '../../kit/time';
import styles from './job.module.css';

type Attempt = ObservatoryComponents['schemas']['JobAttempt'];
const COLOUR_OF: Readonly<Record<string, string>> = { SUCCEEDED: 'COMPLETED', LOST: 'FAILED', TIMED_OUT: 'FAILED' };

/** When each attempt ran, beside each other on one line of time; a click shows it. */
export function Gantt({ attempts, from, active, onOpen }: { attempts: readonly Attempt[]; from: string; active: number | undefined; onOpen: (number: number) => void }): ReactNode {
  const now = useNow();
  const startMs = Math.min(Date.parse(from), ...attempts.map(({ startedAt }) => Date.parse(startedAt)));
  const endMs = Math.max(startMs + 1, ...attempts.map(({ endedAt }) => (endedAt === undefined ? now : Date.parse(endedAt))));
  const share = (ms: number): string => `${((ms - startMs) / (endMs - startMs)) * 100}%`;
  return (
    <div className={styles.gantt}>
      {attempts.map((attempt) => {
        const [a, b] = [Date.parse(attempt.startedAt), attempt.endedAt === undefined ? now : Date.parse(attempt.endedAt)];
        return (
          <button key={attempt.number} type="button" className={styles.bar} aria-pressed={attempt.number === active} onClick={() => onOpen(attempt.number)}>
            <State of={attempt.state} />
            <span className={styles.track}>
              <span className={styles.run} style={{ left: share(a), width: `calc(${share(b)} - ${share(a)})`, '--state': stateColour(COLOUR_OF[attempt.state] ?? attempt.state) } as CSSProperties} />
            </span>
            <span className="num">{duration(Math.max(0, b - a))}</span>
          </button>
        );
      })}
    </div>
  );
}

/** Each attempt in a tab of its own, the latest first to see. */
export function Attempts({ attempts, active, onOpen }: { attempts: readonly Attempt[]; active: number; onOpen: (number: number) => void }): ReactNode {
  if (attempts.length === 0) {
    return (
      <Empty title="Not tried yet">
        <p>An attempt begins when a worker has been granted the job. Above stands what it waits for.</p>
      </Empty>
    );
  }
  return <Tabs label="attempts" active={String(active)} onChange={(id) => onOpen(Number(id))} tabs={attempts.map((attempt) => ({ id: String(attempt.number), title: `Attempt ${attempt.number}`, content: () => <OneAttempt attempt={attempt} /> }))} />;
}

function OneAttempt({ attempt }: { attempt: Attempt }): ReactNode {
  const { progress, error } = attempt;
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <Facts
        of={[
          ['State', <State key="s" of={attempt.state} />],
          ['Worker', <span key="w" className="mono">{attempt.workerId}</span>],
          ['Started', <Time key="a" at={attempt.startedAt} />],
          ['Ended', attempt.endedAt === undefined ? undefined : <Time key="e" at={attempt.endedAt} />],
          ['Ran', attempt.durationMs === undefined ? undefined : duration(attempt.durationMs)],
          ['Error', error && <span key="x" className="danger">{`${error.code}: ${error.message}`}</span>],
          ['Progress', progress?.message],
        ]}
      />
      {progress?.value !== undefined && (
        <div className={styles.progress} role="progressbar" aria-label="progress" aria-valuenow={Math.round(progress.value * 100)} aria-valuemin={0} aria-valuemax={100}>
          <div style={{ width: `${progress.value * 100}%` }} />
        </div>
      )}
      <Logs attempt={attempt} />
    </div>
  );
}

/** What the handler logged; follows its end while the attempt runs and nobody has scrolled away from it. */
function Logs({ attempt: { jobId, number, state } }: { attempt: Attempt }): ReactNode {
  const logs = useRead('/v1/jobs/{id}/attempts/{number}/logs', { path: { id: jobId, number }, query: { limit: 1_000 }, every: state === 'RUNNING' ? 1_000 : 5_000 });
  const place = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const lines = logs.data?.items.length ?? 0;
  useEffect(() => {
    if (follows.current && place.current !== null) place.current.scrollTop = place.current.scrollHeight;
  }, [lines]);
  return (
    <Answer of={logs} lines={2}>
      {({ items, dropped }) =>
        items.length === 0 ? (
          <p className="muted">The handler has logged nothing (`context.log` in a TypeScript handler); lines are kept for some days.</p>
        ) : (
          <div
            ref={place}
            className={styles.log}
            tabIndex={0}
            role="log"
            aria-label={`what attempt ${number} logged`}
            onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => (follows.current = scrollHeight - scrollTop - clientHeight < 24)}
          >
            {dropped > 0 && <div className="muted">{dropped} lines were too many and dropped</div>}
            {items.map((line) => (
              <div key={line.line} data-level={line.level}>
                <span className="muted">{line.at.slice(11, 23)}</span>
                <span>{line.level}</span>
                <span>{line.text}</span>
              </div>
            ))}
          </div>
        )
      }
    </Answer>
  );
}
