import type { FailureKind } from '../data/failure';
import type { JobState } from '../data/job-states';

/** What the shell is told. Documented in docs/terminal-console.md and in `observatory --help`. */
export const EXIT = { ok: 0, failed: 1, usage: 2, notFound: 3, unavailable: 4, timedOut: 5, cancelled: 6, interrupted: 130 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export function exitOf(kind: FailureKind): ExitCode {
  switch (kind) {
    case 'usage':
      return EXIT.usage;
    case 'not_found':
      return EXIT.notFound;
    case 'unavailable':
      return EXIT.unavailable;
    case 'refused':
    case 'unexpected':
      return EXIT.failed;
  }
}

/** How `watch` ends. */
export function exitOfJob(state: JobState): ExitCode {
  switch (state) {
    case 'COMPLETED':
      return EXIT.ok;
    case 'CANCELLED':
      return EXIT.cancelled;
    case 'FAILED':
      return EXIT.failed;
    case 'HELD':
    case 'WAITING':
    case 'SCHEDULED':
    case 'QUEUED':
    case 'RUNNING':
    case 'RETRYING':
      return EXIT.timedOut;
  }
}

export const EXIT_HELP = `
Exit codes:
  0  done (watch: the job completed)
  1  refused or failed (watch: the job failed)
  2  asked wrongly
  3  there is no such thing
  4  observatory or gateway unavailable
  5  watch gave up waiting (--timeout)
  6  watch: the job was cancelled`;
