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

const CHECKS: { readonly [Key in keyof Required<AllowedCommand>]: readonly [fits: (value: unknown) => boolean, what: string] } = {
  program: [(value) => isText(value) && isAbsolute(value), 'an absolute path'],
  args: [isListOf(isText), 'a list of texts'],
  cwd: [(value) => isText(value) && isAbsolute(value), 'an absolute path'],
  env: [(value) => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.entries(value).every(([name, text]) => isEnvName(name) && isText(text)), 'an object of texts'],
  allowEnv: [isListOf(isEnvName), 'a list of names of variables'],
  timeoutMs: [isWhole(86_400_000), 'a whole number of milliseconds, a day at most'],
  memoryMb: [isWhole(1_048_576), 'a whole number of MiB'],
};

function objectOf(value: unknown, otherwise: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(otherwise);
  return value as Record<string, unknown>;
}
