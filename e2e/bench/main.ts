import { readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { PrivateStack } from '#testing';
import { startServers } from './servers';
import { System } from '../system/system';
import { OtlpReceiver } from '../tracing/otlp-receiver';
import type { Bench, BenchContext } from './bench';
import { summaryOf, type CpuProfile } from './cpu-profile';
import { bulk } from './bulk.bench';
import { consoleList } from './console.bench';
import { drain } from './drain.bench';
import { guard } from './guard.bench';
import { limits } from './limits.bench';
import { pickup } from './pickup.bench';
import { policy } from './policy.bench';
import { read } from './read.bench';
import { rebuild } from './rebuild.bench';
import { recovery } from './recovery.bench';
import { runAt } from './run-at.bench';
import { schedule } from './schedule.bench';
import { stream } from './stream.bench';
import { submit } from './submit.bench';
import { tickets } from './tickets.bench';
import { visible } from './visible.bench';

const BENCHES: readonly Bench[] = [submit, bulk, drain, pickup, visible, read, rebuild, recovery, runAt, schedule, limits, stream, consoleList, tickets, guard, policy];

/**
 * `npm run -s bench -- [profile] NAME [--json] [--n N] [--traced]`, NAME one of the benches or `all`. Each bench runs on stores of its own in the
 * servers of the bench stack, which are started when they are not up and left running between benches of one call.
 * Everybody is asked who they are, in every bench: a system makes keys of its own, and the clients show one. `guard` alone compares that with a system that asks nobody.
 * With --traced every service sends its traces to a collector in this process, sampled as by default.
 * With `profile` every service leaves a CPU profile under `.stack/profiles`, and what took the time in each is printed as JSON.
 * With --json the last line is one JSON object per bench; without it a readable table.
 */
async function main(words: readonly string[]): Promise<void> {
  const profiled = words[0] === 'profile';
  const name = words.slice(profiled ? 1 : 0).find((word) => !word.startsWith('--') && Number.isNaN(Number(word)));
  const json = words.includes('--json');
  const n = words.includes('--n') ? Number(words[words.indexOf('--n') + 1]) : undefined;
  const chosen = name === 'all' ? BENCHES : BENCHES.filter((bench) => bench.name === name);
  if (chosen.length === 0 || (n !== undefined && !(n > 0))) {
    process.stderr.write(`usage: npm run -s bench -- [profile] NAME [--json] [--n N] [--traced]\n${BENCHES.map((bench) => `  ${bench.name.padEnd(10)}${bench.about}`).join('\n')}\n  all       every one of them\n`);
    process.exitCode = 2;
    return;
  }
  const folder = join(process.cwd(), '.stack', 'profiles', `${name}-${process.pid}`);
  if (profiled) process.env['APP_NODE_ARGS'] = `--cpu-prof --cpu-prof-dir=${folder} --cpu-prof-name={name}.cpuprofile`;
  const servers = chosen.every(({ alone }) => alone === true) ? undefined : await startServers();
  const collector = words.includes('--traced') ? await OtlpReceiver.start() : undefined;
  try {
    for (const bench of chosen) await runOne(bench, servers, json, n, collector);
  } finally {
    await collector?.stop();
    await servers?.stop();
  }
  if (profiled) process.stdout.write(`${JSON.stringify({ folder, profiles: profilesIn(folder) })}\n`);
}

function profilesIn(folder: string): Record<string, ReturnType<typeof summaryOf>> {
  const read = (file: string): CpuProfile => JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
  return Object.fromEntries(readdirSync(folder).map((file) => [file.replace('.cpuprofile', ''), summaryOf(read(file))]));
}

/** The limits are kept, and counted in Redis as everywhere, but no bench comes near them: a bench that is told to slow down measures nothing. */
const UNCHOKED = { GATEWAY_RATE_PER_ADDRESS: '1000000', GATEWAY_RATE_PER_KEY: '1000000', GATEWAY_RATE_PER_TENANT: '1000000' };

const APPS = ['gateway', 'worker', 'aggregator', 'observatory'] as const;

async function runOne(bench: Bench, servers: PrivateStack | undefined, json: boolean, n: number | undefined, collector: OtlpReceiver | undefined): Promise<void> {
  const systems: System[] = [];
  const context: BenchContext = {
    n,
    async system(options = {}) {
      if (servers === undefined) throw new Error(`the bench ${bench.name} says that it needs no server`);
      const traced = collector && { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
      const env = Object.fromEntries(APPS.map((app) => [app, { ...(app === 'gateway' && UNCHOKED), ...traced, ...options.env?.[app] }]));
      const system = await System.start({ stores: { ...(await servers.stores()), redisUrl: servers.servers.redis }, ...options, env });
      systems.push(system);
      return system;
    },
    progress: progressBar(bench.name),
  };
  const loadBefore = loadavg()[0] ?? 0;
  try {
    const figures = await bench.run(context);
    clearLine();
    const result = { bench: bench.name, ...figures, ratesAllowed: Number(UNCHOKED.GATEWAY_RATE_PER_KEY), ...(collector && { spans: collector.spans.length }), loadavg: Number(loadBefore.toFixed(2)) };
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : table(bench, result));
  } finally {
    for (const system of systems) await system.stop();
  }
}

function progressBar(name: string): BenchContext['progress'] {
  if (!process.stderr.isTTY) return () => undefined;
  return (fraction, text) => {
    const filled = Math.round(Math.min(1, Math.max(0, fraction)) * 30);
    process.stderr.write(`\r${name.padEnd(8)} [${'#'.repeat(filled)}${'.'.repeat(30 - filled)}] ${text.padEnd(40).slice(0, 40)}`);
  };
}

function clearLine(): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${' '.repeat(90)}\r`);
}

function table(bench: Bench, result: Record<string, string | number | Record<string, number>>): string {
  const rows = Object.entries(result).filter(([key]) => key !== 'bench');
  return `${bench.name}: ${bench.about}\n${rows.map(([key, value]) => `  ${key.padEnd(18)}${shown(value).padStart(12)}`).join('\n')}\n`;
}

function shown(value: string | number | Record<string, number>): string {
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([part, figure]) => `${part} ${figure}`)
    .join(', ');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  clearLine();
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
