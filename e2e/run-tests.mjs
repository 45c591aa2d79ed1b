// `make test`: checks first, then every test level, and one last line that sums them all: "N passed, N failed".
// A check (build, lint, contracts) counts as one; a suite that cannot even run counts as failed, a level that hangs is ended.
// Plain JavaScript, because it also has to report a build that fails. `node e2e/run-tests.mjs [build|lint|contracts|observability|unit|int|e2e …]`
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const results = join(root, '.stack', 'test-results');
const bin = join(root, 'node_modules', '.bin');
const environment = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
const scripts = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts ?? {};

const MINUTE = 60_000;
const CHECKS = { build: ['npm', 'run', '-s', 'build'], lint: ['npm', 'run', '-s', 'lint'], contracts: ['npm', 'run', '-s', 'contracts:check'], observability: ['npm', 'run', '-s', 'observability:check'] };
const LEVELS = {
  unit: { arguments: ['--coverage'], minutes: 10 },
  // The servers stay up for the e2e level, which stops them.
  int: { arguments: ['--maxWorkers=2'], minutes: 20, environment: { KEEP_TEST_SERVERS: '1' } },
  e2e: { arguments: ['--runInBand'], minutes: 30 },
};

const wished = process.argv.slice(2);
const chosen = wished.length > 0 ? wished : [...Object.keys(CHECKS), ...Object.keys(LEVELS)];

/** Runs a command in a process group of its own, so that a hanging one is ended with all that it started. */
function run([file, ...words], extraEnvironment, limitMs) {
  return new Promise((resolve) => {
    const child = spawn(file, words, { cwd: root, env: { ...environment, ...extraEnvironment }, stdio: ['ignore', 2, 2], detached: true });
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

async function check(name) {
  const script = CHECKS[name].at(-1);
  if (scripts[script] === undefined) return { passed: 0, failed: 1, note: `package.json has no script "${script}"` };
  const code = await run(CHECKS[name], {}, 10 * MINUTE);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
}

/** The numbers of a jest report. An exit code that no failed test explains (coverage, set-up, a hang) counts as one failure. */
function countsOf(file, code) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, note: 'the level ended without a report' };
  }
  const broken = report.numRuntimeErrorTestSuites;
  const failed = report.numFailedTests + broken;
  const skipped = report.numPendingTests + report.numTodoTests;
  const notes = [broken > 0 && `${broken} suites could not run`, skipped > 0 && `${skipped} skipped`, code !== 0 && failed === 0 && 'failed as a whole: see above'];
  return { passed: report.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed, note: notes.filter(Boolean).join(', ') };
}

async function level(name) {
  const { arguments: words, minutes, environment: extra = {} } = LEVELS[name];
  const file = join(results, `${name}.json`);
  rmSync(file, { force: true });
  const code = await run([join(bin, 'jest'), '--selectProjects', name, '--json', `--outputFile=${file}`, ...words], extra, minutes * MINUTE);
  return countsOf(file, code);
}

mkdirSync(results, { recursive: true });
const table = [];
for (const name of chosen) {
  if (!(name in CHECKS) && !(name in LEVELS)) {
    console.error(`there is no check or level "${name}": ${[...Object.keys(CHECKS), ...Object.keys(LEVELS)].join(', ')}`);
    process.exit(64);
  }
  console.error(`\n== ${name}`);
  const started = Date.now();
  const outcome = await (name in CHECKS ? check(name) : level(name));
  table.push({ name, seconds: (Date.now() - started) / 1000, ...outcome });
  // Nothing after it can run.
  if (name === 'build' && outcome.failed > 0) break;
}

const sum = (key) => table.reduce((total, row) => total + row[key], 0);
console.log('');
for (const { name, passed, failed, seconds, note } of table) {
  console.log(`${name.padEnd(10)}${String(passed).padStart(6)} passed${String(failed).padStart(6)} failed${seconds.toFixed(0).padStart(6)} s${note ? `   ${note}` : ''}`);
}
const summary = `${sum('passed')} passed, ${sum('failed')} failed`;
writeFileSync(join(results, 'summary.txt'), `${summary}\n`);
console.log(summary);
process.exitCode = sum('failed') === 0 ? 0 : 1;
