import { AttemptError, defineHandler, giveUp, type HandlerContext, type JobHandler } from '#worker-sdk';
import type { AllowedCommand, AllowedCommands } from './allowed-commands';
import { canIsolate, confined } from './confinement';
import { commandRunPayloadSchema, type CommandRunPayload } from './command-run.payload';
import { OutputReader } from './output-reader';
import { ProcessGroup, type Program, type ProgramEnd } from './process-group';
import { faultOfProgram } from './trusted-program';

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
 * | it writes more than it may: it is killed | `too_much_output` | no |
 * | it cannot be started, or somebody else could have put another in its place; a variable is not allowed | `command_unavailable`, `variable_not_allowed` | no |
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
  await refuseUntrusted(payload.command, command);
  signal.throwIfAborted();

  const startedMs = performance.now();
  const masked = maskOf(command);
  const [stdout, stderr] = [new OutputReader((line) => log.info(masked(line))), new OutputReader((line) => log.warn(masked(line)))];
  const group = new ProcessGroup(program);
  const mostBytes = (command.outputMb ?? DEFAULT_OUTPUT_MB) * 1_048_576;
  let bytes = 0;
  const into = (reader: OutputReader) => (chunk: Buffer): void => {
    bytes += chunk.length;
    if (bytes <= mostBytes) reader.write(chunk);
    // Until it heeded a SIGTERM it would write as fast as it can.
    else group.kill('SIGKILL');
  };
  group.onOutput(into(stdout), into(stderr));
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
  return resultOf(payload, end, { stdout: endOf(stdout, masked), stderr: endOf(stderr, masked), durationMs, ...(outOfTime ? { timeoutMs } : {}), ...(bytes > mostBytes ? { mostBytes } : {}) });
}

function resultOf(payload: CommandRunPayload, { exitCode, signal }: ProgramEnd, facts: RunFacts): CommandRunResult {
  const { stdout, stderr, durationMs, timeoutMs, mostBytes } = facts;
  const details = { exitCode, signal, durationMs, stdout: stdout.text.slice(-IN_ERROR_CHARS).toWellFormed(), stderr: stderr.text.slice(-IN_ERROR_CHARS).toWellFormed() };
  if (mostBytes !== undefined) throw giveUp('too_much_output', `${payload.command} wrote more than ${mostBytes} bytes`, { details });
  if (timeoutMs !== undefined) throw new AttemptError('timed_out', `${payload.command} had not ended after ${timeoutMs} ms`, { retryable: true, outOfTime: true, details });
  if (exitCode === null) throw new AttemptError('command_killed', `${payload.command} was killed by ${signal}`, { retryable: true, details });
  if (!(payload.successCodes ?? [0]).includes(exitCode)) {
    const retryable = !(payload.giveUpCodes ?? []).includes(exitCode);
    throw new AttemptError('command_failed', `${payload.command} ended with exit code ${exitCode}`, { retryable, details });
  }
  return { exitCode, stdout: stdout.text, stderr: stderr.text, stdoutTruncated: stdout.truncated, stderrTruncated: stderr.truncated, durationMs };
}

/**
 * What the operator gives a program (a password, say) is not for who may submit jobs: where the program prints it, it is masked. A program can print it in another
 * form, so a command that lets a job choose what is run (a shell, an interpreter) must not be given secrets.
 */
function maskOf({ env = {} }: AllowedCommand): (text: string) => string {
  const secrets = Object.values(env).filter(({ length }) => length >= MASKED_FROM_CHARS).sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '[redacted]'), text);
}

function endOf(reader: OutputReader, masked: (text: string) => string): RunFacts['stdout'] {
  const { text, truncated } = reader.end();
  return { text: masked(text), truncated };
}

interface RunFacts {
  readonly stdout: { readonly text: string; readonly truncated: boolean };
  readonly stderr: { readonly text: string; readonly truncated: boolean };
  readonly durationMs: number;
  /** Given when this time was over. */
  readonly timeoutMs?: number;
  /** Given when it wrote more than these. */
  readonly mostBytes?: number;
}

async function refuseUntrusted(name: string, command: AllowedCommand): Promise<void> {
  const fault = await faultOfProgram(command.program).catch((cause: Error) => cause.message);
  if (fault !== undefined) throw giveUp('command_unavailable', `${name} is not started: ${fault}`);
  if (command.isolated === true && !(await canIsolate())) throw giveUp('command_unavailable', `${name} is not started: this machine lets the worker make no process table of its own (isolated)`);
}

function programOf(command: AllowedCommand, payload: CommandRunPayload, told: Record<string, string>): Program {
  const asked = Object.keys(payload.env ?? {}).find((name) => !(command.allowEnv ?? []).includes(name));
  if (asked !== undefined) throw giveUp('variable_not_allowed', `${payload.command} takes no variable ${asked} from a job`);
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8', ...told, ...payload.env, ...command.env };
  const args = [...(command.args ?? []), ...(payload.args ?? [])];
  return { ...confined(command, args, process.getuid?.() === 0), cwd: command.cwd ?? '/', env };
}

const DEFAULT_TIMEOUT_MS = 300_000;
/** Far more than anybody reads. */
const DEFAULT_OUTPUT_MB = 64;
const IN_ERROR_CHARS = 2_000;
/** Shorter ones are settings (`1`, `en_US`), and would be found in the middle of words. */
const MASKED_FROM_CHARS = 8;
