import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createClient } from '@redis/client';
import type { PrivateStack } from '#testing';
import { type Contender, type Measure, RECOVERY_GIVEN_UP_MS } from './contenders';
import { PROGRAMS, PYTHON_PACKAGES } from './install';

const run = promisify(execFile);
/** The longest of them, BullMQ's drain of 20,000, takes half a minute on a busy machine. */
const MOST_MS = 300_000;
const OWN_KILLS = 20;

export type Figures = Readonly<Record<string, number>>;

/** Measures one thing of one contender on stores that nobody used before. */
export async function runContender(contender: Contender, measure: Measure, amount: number, servers: PrivateStack): Promise<Figures> {
  if (!contender.command) return ownFigures(measure, measure === 'recovery' ? OWN_KILLS : amount);
  const env = await environment(servers);
  if (measure === 'recovery') return recovery(contender.command, env);
  const [program, file, ...rest] = contender.command;
  const { stdout } = await run(program, [file, ...rest, measure, String(amount)], { cwd: PROGRAMS, env, timeout: MOST_MS });
  return JSON.parse(lastLine(stdout)) as Figures;
}

/** This project by its own benches: servers of the same programs with the same settings. Only the figures that the others have too. */
async function ownFigures(measure: Measure, amount: number): Promise<Figures> {
  const { stdout } = await run(process.execPath, [join(__dirname, '..', 'main.js'), measure, '--json', '--n', String(amount)], { timeout: MOST_MS });
  const { jobsPerSecond, p50Ms, p99Ms, lost, doubleTerminal } = JSON.parse(lastLine(stdout)) as Figures;
  const figures = { jobsPerSecond, p50Ms, p99Ms, lost, doubleTerminal };
  return Object.fromEntries(Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== undefined));
}

async function environment(servers: PrivateStack): Promise<NodeJS.ProcessEnv> {
  const { databaseUrl, amqpUrl } = await servers.stores();
  await emptyDurableRedis(servers.servers.redis);
  return { ...process.env, DATABASE_URL: databaseUrl, AMQP_URL: amqpUrl, REDIS_URL: servers.servers.redis, PYTHONPATH: PYTHON_PACKAGES };
}

/** As durable as the others: each write is on disk before its answer. */
async function emptyDurableRedis(url: string): Promise<void> {
  const redis = await createClient({ url }).connect();
  await redis.configSet({ appendonly: 'yes', appendfsync: 'always' });
  await redis.flushAll();
  redis.destroy();
}

/** SIGKILL of the worker that has the only job while another one idles: until the other one's handler starts. `gaveUp` 1: it had not by then. */
async function recovery([program, file, ...rest]: NonNullable<Contender['command']>, env: NodeJS.ProcessEnv): Promise<Figures> {
  const hold = (submits: number): ChildProcess => inGroup(spawn(program, [file, ...rest, 'hold', String(submits)], { cwd: PROGRAMS, env, detached: true, stdio: ['ignore', 'pipe', 'inherit'] }));
  const victim = hold(1);
  await said(victim, 'began', MOST_MS);
  const heir = hold(0);
  try {
    await said(heir, 'ready', MOST_MS);
    const began = said(heir, 'began', RECOVERY_GIVEN_UP_MS);
    const killedAtMs = Date.now();
    await endGroup(victim);
    const beganAtMs = await began;
    return beganAtMs === undefined ? { p50Ms: RECOVERY_GIVEN_UP_MS, gaveUp: 1 } : { p50Ms: beganAtMs - killedAtMs };
  } finally {
    await endGroup(heir);
  }
}

/** The number behind `word` in the first line that has it; undefined after `withinMs`. */
function said(child: ChildProcess, word: string, withinMs: number): Promise<number | undefined> {
  if (!child.stdout) throw new Error('started without a pipe');
  const lines = createInterface({ input: child.stdout });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => done(() => resolve(undefined)), withinMs);
    const done = (settle: () => void): void => {
      clearTimeout(timer);
      lines.close();
      settle();
    };
    lines.on('line', (line) => {
      const value = (JSON.parse(line) as Record<string, number>)[word];
      if (value !== undefined) done(() => resolve(value));
    });
    child.once('exit', (code) => done(() => reject(new Error(`it ended with ${code} before it said "${word}"`))));
  });
}

/** Leads a group of its own, so that its children end with it; none outlives this process. */
function inGroup(child: ChildProcess): ChildProcess {
  const end = (): void => void (child.pid !== undefined && child.exitCode === null && child.signalCode === null && process.kill(-child.pid, 'SIGKILL'));
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  return child;
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGKILL');
  await ended;
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
