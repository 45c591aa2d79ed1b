import type { Logger } from '#observability';
import type { Stage } from '../stage';

/** A logger whose lines stand in the trace, if there is one. An error that is logged is none of the schedule's: the checks judge. */
export function simLogger(stage: Stage, name: string): Logger {
  const quiet = (): void => undefined;
  const line = (level: string) =>
    stage.tracing
      ? (facts: object, message?: string): void => {
          const { err, ...rest } = facts as { err?: unknown };
          const cause = err instanceof Error ? ` (${err.message})` : '';
          stage.note(`${name} ${level}: ${message ?? ''}${cause} ${JSON.stringify(rest)}`);
        }
      : quiet;
  return { trace: quiet, debug: quiet, info: line('info'), warn: line('warn'), error: line('ERROR'), fatal: line('FATAL'), isLevelEnabled: () => false } as unknown as Logger;
}
