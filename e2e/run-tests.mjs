// `make test`: checks first, then every test level, and one last line that sums them all: "N passed, N failed".
// A check (build, lint, contracts, security) counts as one; a suite that cannot even run counts as failed, a level that hangs is ended.
// Plain JavaScript, because it also has to report a build that fails. `node e2e/run-tests.mjs [build|lint|contracts|observability|security|simulator|unit|int|e2e …]`
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readReport, together, withSecondTry } from './test-levels/jest-report.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const results = join(root, '.stack', 'test-results');
const bin = join(root, 'node_modules', '.bin');
const environment = { ...process.env, PATH: `${bin}:${process.env.PATH}`, NODE_COMPILE_CACHE: join(root, '.stack', 'compile-cache') };
const scripts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts ?? {};

const MINUTE = 60_000;
const CHECKS = { build: 'build', lint: 'lint', contracts: 'contracts:check', observability: 'observability:check', security: 'security:check' };
/** Specs that measure how soon something is done when nobody is in its way; all others mostly wait, for leases, probes and outages, and do so together. */
const ALONE = ['console/smooth-list', 'killed-worker'].join('|');
/** A level is one run of jest after the other. */
const LEVELS = {
  // Jest would leave a processor free.
  unit: { runs: [['--coverage', '--maxWorkers=2']], minutes: 10 },
  // These wait for servers half of the time, so there are more of them than processors. The servers stay up for the e2e level, which stops them.
  int: { runs: [['--maxWorkers=4']], minutes: 20, keepServers: true, again: true },
  e2e: { runs: [['--maxWorkers=3', '--testPathPatterns', `e2e/(?!${ALONE})`], ['--runInBand', '--testPathPatterns', `e2e/(${ALONE})`]], minutes: 30, again: true },
};
/** Nothing but computing, and for minutes: it takes what the levels leave while they wait, and is told of at the end. */
const BESIDE = { simulator: { minutes: 45 } };

/** At most so many files of a run are tried again. */
const FEW = 3;

const wished = process.argv.slice(2);
// What only computes has the machine to itself; the simulator begins with the levels that mostly wait.
const chosen = wished.length > 0 ? wished : [...Object.keys(CHECKS), 'unit', ...Object.keys(BESIDE), 'int', 'e2e'];

/** Runs a command in a process group of its own, so that a hanging one is ended with all that it started. */
function run([file, ...words], extraEnvironment, limitMs, { output = 2, gently = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, words, { cwd: root, env: { ...environment, ...extraEnvironment }, stdio: ['ignore', output, output], detached: true });
    if (gently && child.pid !== undefined) giveWay(child.pid);
    const end = (signal) => {
      try {
        process.kill(-child.pid, signal);
      } catch {
        // It has ended meanwhile.
      }
    };
    const stop = () => end('SIGTERM');
    process.once('SIGINT', stop).once('SIGTERM', stop);
    const timer = setTimeout(() => {
      console.error(`\nnot done after ${limitMs / MINUTE} minutes: ended`);
      end('SIGKILL');
    }, limitMs);
    const done = (code) => {
      clearTimeout(timer);
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve(code);
    };
    child.once('error', () => done(127));
    child.once('exit', (code) => done(code ?? 1));
  });
}

/** Whoever else wants to run runs first. Linux weighs sessions before it weighs their processes, where it is told to. */
function giveWay(pid) {
  for (const give of [() => setPriority(pid, constants.priority.PRIORITY_LOW), () => writeFileSync(`/proc/${pid}/autogroup`, '19')]) {
    try {
      give();
    } catch {
      // Then it runs as everybody does.
    }
  }
}

async function check(name) {
  const script = CHECKS[name];
  if (scripts[script] === undefined) return { passed: 0, failed: 1, note: `package.json has no script "${script}"` };
  // Built a moment ago: what is running beside reads it, and must not find half a file.
  const command = built ? scripts[script].split(' && ').filter((part) => part !== 'npm run -s build').join(' && ') : `npm run -s ${script}`;
  const code = await run(['/bin/sh', '-c', command], {}, 10 * MINUTE);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

/** Runs jest on a level and counts. A run again counts what it ran: of a file that could not run before, that is all that it holds. */
async function jest(name, file, words, extraEnvironment, minutes, options) {
  rmSync(file, { force: true });
  const code = await run([join(bin, 'jest'), '--selectProjects', name, '--json', `--outputFile=${file}`, ...words], extraEnvironment, minutes * MINUTE, options);
  return readReport(file, code, root);
}

/**
 * One run of a level. Files with a failed test are run once more, alone, where they are few: what passes then is told of as flaky, a fault to mend that
 * holds nobody up. Many failures at once are no chance.
 */
async function runOfLevel(name, file, words, environment, { minutes, again = false }) {
  const first = await jest(name, file, words, environment, minutes);
  if (!again || first.brokenFiles.length === 0 || first.brokenFiles.length > FEW) return first;
  console.error(`\n== ${name}, once more and alone: ${first.brokenFiles.join(', ')}`);
  const second = await jest(name, file.replace('.json', '-again.json'), ['--runInBand', '--runTestsByPath', ...first.brokenFiles], environment, minutes);
  return withSecondTry(first, second);
}

async function level(name) {
  const { runs, keepServers = false } = LEVELS[name];
  const outcomes = [];
  for (const [index, words] of runs.entries()) {
    const keep = keepServers || index < runs.length - 1;
    outcomes.push(await runOfLevel(name, join(results, `${name}${index === 0 ? '' : `-${index + 1}`}.json`), words, keep ? { KEEP_TEST_SERVERS: '1' } : {}, LEVELS[name]));
  }
  return together(outcomes);
}

/** A level that runs beside the others; what it prints is kept until they have ended. */
async function beside(name) {
  const [file, log] = ['json', 'log'].map((ending) => join(results, `${name}.${ending}`));
  const output = openSync(log, 'w');
  const outcome = await jest(name, file, [], {}, BESIDE[name].minutes, { output, gently: true });
  closeSync(output);
  return { ...outcome, log };
}

mkdirSync(results, { recursive: true });
let built = false;
const table = [];
const running = [];
for (const name of chosen) {
  if (![CHECKS, LEVELS, BESIDE].some((known) => name in known)) {
    console.error(`there is no check or level "${name}": ${[CHECKS, LEVELS, BESIDE].flatMap(Object.keys).join(', ')}`);
    process.exit(64);
  }
  const started = Date.now();
  const ended = (outcome) => ({ name, seconds: (Date.now() - started) / 1000, ...outcome });
  if (name in BESIDE) {
    running.push(beside(name).then(ended));
    continue;
  }
  console.error(`\n== ${name}`);
  const outcome = await (name in CHECKS ? check(name) : level(name));
  table.push(ended(outcome));
  // Nothing after it can run.
  if (name === 'build' && outcome.failed > 0) break;
  built ||= name === 'build';
}
for (const row of await Promise.all(running)) {
  console.error(`\n== ${row.name}\n${readFileSync(row.log, 'utf8')}`);
  table.push(row);
}

const sum = (key) => table.reduce((total, row) => total + row[key], 0);
const named = (key) => table.flatMap((row) => (row[key] ?? []).map(({ file, test, said }) => `  ${row.name}  ${file} › ${test}: ${said}`));
const said = [['failed', named('failures')], ['flaky: failed, then passed alone', named('flaky')]].flatMap(([title, lines]) => (lines.length === 0 ? [] : [title, ...lines]));
writeFileSync(join(results, 'failures.txt'), said.map((line) => `${line}\n`).join(''));
console.log(['', ...said].join('\n'));
console.log('');
for (const { name, passed, failed, seconds, note } of table) {
  console.log(`${name.padEnd(10)}${String(passed).padStart(6)} passed${String(failed).padStart(6)} failed${seconds.toFixed(0).padStart(6)} s${note ? `   ${note}` : ''}`);
}
const summary = `${sum('passed')} passed, ${sum('failed')} failed`;
writeFileSync(join(results, 'summary.txt'), `${summary}\n`);
console.log(summary);
process.exitCode = sum('failed') === 0 ? 0 : 1;
