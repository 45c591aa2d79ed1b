import type { Command } from 'commander';
import { failureOf } from '../data/failure';
import { Context, type GlobalFlags } from './context';
import { sessionFile } from '../tui.env';
import { EXIT, exitOf, type ExitCode } from './exit-codes';

/** What a sub-command does; the code that it ends with is 0 where it says nothing. */
export type Run<Arguments extends unknown[]> = (context: Context, ...words: Arguments) => Promise<ExitCode | void>;

export interface Cli {
  readonly program: Command;
  /** Wraps what a sub-command does: the context comes from the flags, a failure is told and becomes an exit code. */
  readonly does: <Arguments extends unknown[]>(run: Run<Arguments>) => (...words: unknown[]) => Promise<void>;
}

export function does<Arguments extends unknown[]>(program: Command, run: Run<Arguments>): (...words: unknown[]) => Promise<void> {
  return async (...words) => {
    // Commander hands over arguments, options, and the command itself.
    const command = words.at(-1) as Command;
    const context = new Context({ ...program.opts<GlobalFlags>(), ...(command.opts<GlobalFlags>().json === true ? { json: true } : {}) });
    try {
      await sessionFile().renew();
      process.exitCode = (await run(context, ...(words.slice(0, -1) as Arguments))) ?? EXIT.ok;
    } catch (error) {
      const failure = failureOf(error);
      if (context.json) context.note(JSON.stringify({ error: failure }));
      else {
        const where = failure.kind === 'unavailable' ? ` [observatory ${context.platform.settings.observatoryUrl}, gateway ${context.platform.settings.gatewayUrl}]` : '';
        context.note(`error: ${failure.message}${where}`);
        if (failure.advice !== undefined) context.note(failure.advice);
      }
      process.exitCode = exitOf(failure.kind);
    }
  };
}
