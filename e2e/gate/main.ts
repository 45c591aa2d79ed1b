import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../deploy/native';
import { closeContext, newContext } from './context';
import { recordOf } from './record';
import { markdownReport, reportOf, summaryLine, terminalTable } from './report';
import { runSteps } from './step';
import { ALL_STEPS } from './steps/all-steps';
import { appPid, runningSystem } from './system/running-system';

/**
 * `make gate`, `npm run -s gate -- [--keep] [--record] [--only NAME,…]`: runs the steps on the running system, starting it when it is not up; the
 * table goes to standard output, the report to `artifacts/gate/`. Exit code 1 when a step failed.
 */
const say = (line: string) => process.stderr.write(`${line}\n`);

function chosenSteps(words: readonly string[]) {
  const at = words.indexOf('--only');
  const names = at < 0 ? undefined : (words[at + 1] ?? '').split(',');
  const unknown = names?.filter((name) => !ALL_STEPS.some((step) => step.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`no step is called ${unknown.join(', ')}: there are ${ALL_STEPS.map(({ name }) => name).join(', ')}`);
  return names === undefined ? ALL_STEPS : ALL_STEPS.filter(({ name }) => names.includes(name));
}

async function main(words: readonly string[]): Promise<number> {
  const steps = chosenSteps(words);
  const startedAt = new Date();
  const folder = join(projectRoot(), 'artifacts', 'gate');
  mkdirSync(folder, { recursive: true });
  const system = await runningSystem(words.includes('--keep'));
  const context = newContext(system.urls, projectRoot(), appPid, say, system.credentials);
  try {
    const outcomes = await runSteps(steps, context, ({ name, passed, seconds }) => say(`${name.padEnd(12)} ${passed ? 'passed' : 'FAILED'} after ${seconds.toFixed(1)} s`));
    const report = reportOf(context.runId, startedAt, (Date.now() - startedAt.getTime()) / 1000, outcomes, context.notes);
    writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
    writeFileSync(join(folder, 'report.md'), markdownReport(report));
    writeFileSync(join(folder, 'summary.txt'), `${summaryLine(report)}\n`);
    const { seen } = context;
    writeFileSync(join(folder, 'evidence.json'), `${JSON.stringify(seen, null, 1)}\n`);
    if (words.includes('--record')) writeFileSync(join(context.root, 'e2e', 'gate', 'recorded', 'evidence.json'), `${JSON.stringify(recordOf(seen))}\n`);
    process.stdout.write(`\n${terminalTable(report)}\nartifacts/gate/report.md and report.json\n${summaryLine(report)}\n`);
    return report.failed === 0 ? 0 : 1;
  } finally {
    await closeContext(context);
    await system.release();
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    say(`\nthe gate could not run: ${error.message}`);
    process.stdout.write('0 passed, 1 failed\n');
    process.exit(1);
  },
);
