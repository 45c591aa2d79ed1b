import { AttemptError, defineHandler, giveUp, type HandlerContext, type JobHandler } from '#worker-sdk';
import type { AllowedCommand, AllowedCommands } from './allowed-commands';
import { commandRunPayloadSchema, type CommandRunPayload } from './command-run.payload';
import { OutputReader } from './output-reader';
import { ProcessGroup, type Program, type ProgramEnd } from './process-group';

export interface CommandRunResult {
  readonly exitCode: number;
  /** The last 32,768 characters of each. */
  readonly stdout: string;
  readonly stderr: string;
  readonly stdoutTruncated: boolean;
  readonly stderrTruncated: boolean;
  readonly durationMs: number;
}

/**
 * Runs one of the allowed programs as a subprocess: no shell, arguments as a list, an environment of what is allowed and nothing else. Its
 * lines go to the job's log (stdout as `info`, stderr as `warn`).
 *
 * | what happens | code | another attempt |
 * |---|---|---|
 * | an exit code that is no success | `command_failed` | yes, unless it is one of `giveUpCodes` |
 * | killed by a signal that was not ours (out of memory, a crash) | `command_killed` | yes |
 * | still running when its time is over: the group is stopped | `timed_out` | yes |
 * | it cannot be started, or a variable is not allowed | `command_unavailable`, `variable_not_allowed` | no |
 *
 * Also tells the job's idempotency key and attempt, as `JOB_IDEMPOTENCY_KEY` and `JOB_ATTEMPT`.
 */
export function commandRun(commands: AllowedCommands): JobHandler {
  return defineHandler<CommandRunPayload, CommandRunResult>({
    type: 'command.run',
    payloadSchema: commandRunPayloadSchema(Object.keys(commands)),
    run: (ctx) => runCommand(commands[ctx.payload.command] as AllowedCommand, ctx),
  });
}

async function runCommand(command: AllowedCommand, ctx: HandlerContext<CommandRunPayload>): Promise<CommandRunResult> {
  const { payload, signal, log } = ctx;
  const longestMs = command.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const timeoutMs = Math.min(payload.timeoutMs ?? longestMs, longestMs);
  const program = programOf(command, payload, { JOB_IDEMPOTENCY_KEY: ctx.idempotencyKey, JOB_ATTEMPT: String(ctx.attempt) });
  signal.throwIfAborted();

  const startedMs = performance.now();
  const [stdout, stderr] = [new OutputReader((line) => log.info(line)), new OutputReader((line) => log.warn(line))];
  const group = new ProcessGroup(program);
  group.onOutput((chunk) => stdout.write(chunk), (chunk) => stderr.write(chunk));
  group.feed(payload.stdin);
  let outOfTime = false;
  const stop = (): void => group.stop();
  const timer = setTimeout(() => {
    outOfTime = true;
    stop();
  }, timeoutMs);
  signal.addEventListener('abort', stop, { once: true });
  const end = await group
    .ended()
    .catch((cause: Error) => {
      throw giveUp('command_unavailable', `${payload.command} cannot be started: ${cause.message}`, { cause });
    })
    .finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    });
  signal.throwIfAborted();
  const durationMs = Math.round(performance.now() - startedMs);
  return resultOf(payload, end, { stdout: stdout.end(), stderr: stderr.end(), durationMs, ...(outOfTime ? { timeoutMs } : {}) });
}

function resultOf(payload: CommandRunPayload, { exitCode, signal }: ProgramEnd, facts: RunFacts): CommandRunResult {
  const { stdout, stderr, durationMs, timeoutMs } = facts;
  const details = { exitCode, signal, durationMs, stdout: stdout.text.slice(-IN_ERROR_CHARS).toWellFormed(), stderr: stderr.text.slice(-IN_ERROR_CHARS).toWellFormed() };
  if (timeoutMs !== undefined) throw new AttemptError('timed_out', `${payload.command} had not ended after ${timeoutMs} ms`, { retryable: true, outOfTime: true, details });
  if (exitCode === null) throw new AttemptError('command_killed', `${payload.command} was killed by ${signal}`, { retryable: true, details });
  if (!(payload.successCodes ?? [0]).includes(exitCode)) {
    const retryable = !(payload.giveUpCodes ?? []).includes(exitCode);
    throw new AttemptError('command_failed', `${payload.command} ended with exit code ${exitCode}`, { retryable, details });
  }
  return { exitCode, stdout: stdout.text, stderr: stderr.text, stdoutTruncated: stdout.truncated, stderrTruncated: stderr.truncated, durationMs };
}

interface RunFacts {
  readonly stdout: { readonly text: string; readonly truncated: boolean };
  readonly stderr: { readonly text: string; readonly truncated: boolean };
  readonly durationMs: number;
  /** Given when this time was over. */
  readonly timeoutMs?: number;
}

function programOf(command: AllowedCommand, payload: CommandRunPayload, told: Record<string, string>): Program {
  const asked = Object.keys(payload.env ?? {}).find((name) => !(command.allowEnv ?? []).includes(name));
  if (asked !== undefined) throw giveUp('variable_not_allowed', `${payload.command} takes no variable ${asked} from a job`);
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', ...told, ...payload.env, ...command.env };
  const args = [...(command.args ?? []), ...(payload.args ?? [])];
  const cwd = command.cwd ?? '/';
  return command.memoryMb === undefined ? { file: command.program, args, cwd, env } : limited(command.memoryMb, command.program, args, { cwd, env });
}

/**
 * Node cannot limit a child, a shell can: it sets the limit for itself and becomes the program. What is limited is the address space of each
 * process, not its resident memory, so a program that reserves much and uses little (Node, Java, Go) needs a generous number. Linux and the BSDs
 * have this limit; macOS has not, and there a command with `memoryMb` does not start.
 */
function limited(memoryMb: number, program: string, args: readonly string[], { cwd, env }: Pick<Program, 'cwd' | 'env'>): Program {
  const script = `ulimit -v "$1" || exit ${CANNOT_LIMIT}; shift; exec "$@"`;
  return { file: '/bin/sh', args: ['-c', script, 'sh', String(memoryMb * 1_024), program, ...args], cwd, env };
}

/** What a shell ends with when it cannot run something. */
const CANNOT_LIMIT = 126;
const DEFAULT_TIMEOUT_MS = 300_000;
const IN_ERROR_CHARS = 2_000;
