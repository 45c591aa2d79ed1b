import { isAbsolute } from 'node:path';

/** A program that jobs may run, and what they may not change about it. From `WORKER_COMMANDS`. */
export interface AllowedCommand {
  /** An absolute path: what a search path would find may change. */
  readonly program: string;
  /** Come before the arguments of the job. */
  readonly args?: readonly string[];
  /** The directory it runs in; `/` when absent. */
  readonly cwd?: string;
  /** Set for it, whatever the job says. */
  readonly env?: Readonly<Record<string, string>>;
  /** Names of variables that a job may set. */
  readonly allowEnv?: readonly string[];
  /** The longest that a job may let it run, and how long it may run where the job says nothing. */
  readonly timeoutMs?: number;
  /** Bytes that it may write to stdout and stderr, in MiB; 64 when absent. What writes more is stopped. */
  readonly outputMb?: number;
  /** Runs with a process table of its own (Linux, where the worker may make one): it sees no other process, and none of its own outlives it. */
  readonly isolated?: boolean;
  /** Runs as this user, without groups and without a way back. The worker has to be root for it. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Address space of each of its processes, in MiB. No limit when absent. */
  readonly memoryMb?: number;
}

export type AllowedCommands = Readonly<Record<string, AllowedCommand>>;

/** @throws Error that says what is wrong, by name; values may be secret and are not quoted */
export function readAllowedCommands(json: unknown): AllowedCommands {
  const commands = objectOf(json, 'must be an object: name of a command to { program, … }');
  for (const [name, command] of Object.entries(commands)) {
    const faulty = (what: string): Error => new Error(`${name}: ${what}`);
    if (!NAME.test(name)) throw new Error('names of commands are lower case letters, digits, dots, dashes and underscores');
    const facts = objectOf(command, `${name}: must be an object`);
    const unknown = Object.keys(facts).find((key) => !(key in CHECKS));
    if (unknown !== undefined) throw faulty(`there is no setting ${unknown}`);
    for (const [key, [fits, what]] of Object.entries(CHECKS)) if (!(key in facts ? fits(facts[key]) : key !== 'program')) throw faulty(`${key} must be ${what}`);
  }
  return commands as unknown as AllowedCommands;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

const isText = (value: unknown): value is string => typeof value === 'string' && !value.includes('\0');
const isListOf = (fits: (item: unknown) => boolean) => (value: unknown): boolean => Array.isArray(value) && value.every(fits);
const isEnvName = (value: unknown): boolean => isText(value) && ENV_NAME.test(value);
const isWhole = (max: number) => (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= max;

function isUser(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { uid, gid, ...rest } = value as Record<string, unknown>;
  return isWhole(0xffff_fffe)(uid) && isWhole(0xffff_fffe)(gid) && Object.keys(rest).length === 0;
}

/** Whoever sets one of these decides what a program runs, whatever its arguments are. */
const LOADS_CODE = /^(?:LD_|DYLD_|BASH_FUNC_|GIT_|PERL5?|PYTHON|RUBY|NODE_|JAVA_|_JAVA_|JDK_|MAVEN_|LUA_|GCONV_PATH|LOCPATH|HOSTALIASES|TERMINFO|PATH$|IFS$|ENV$|BASH_ENV$|SHELLOPTS$|BASHOPTS$|PS4$|PROMPT_COMMAND$|EDITOR$|VISUAL$|PAGER$|SHELL$|HOME$)/;

const CHECKS: { readonly [Key in keyof Required<AllowedCommand>]: readonly [fits: (value: unknown) => boolean, what: string] } = {
  program: [(value) => isText(value) && isAbsolute(value), 'an absolute path'],
  args: [isListOf(isText), 'a list of texts'],
  cwd: [(value) => isText(value) && isAbsolute(value), 'an absolute path'],
  env: [(value) => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.entries(value).every(([name, text]) => isEnvName(name) && isText(text)), 'an object of texts'],
  allowEnv: [isListOf((name) => isEnvName(name) && !LOADS_CODE.test(name as string)), 'a list of names of variables, none of which says what programs load or where they find each other'],
  timeoutMs: [isWhole(86_400_000), 'a whole number of milliseconds, a day at most'],
  outputMb: [isWhole(1_024), 'a whole number of MiB, 1,024 at most'],
  isolated: [(value) => typeof value === 'boolean', 'true or false'],
  user: [(value) => isUser(value), '{ uid, gid }, whole numbers above 0'],
  memoryMb: [isWhole(1_048_576), 'a whole number of MiB'],
};

function objectOf(value: unknown, otherwise: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(otherwise);
  return value as Record<string, unknown>;
}
