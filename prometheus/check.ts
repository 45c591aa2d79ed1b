import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROUTE_TABLE } from '../alertmanager/source/route-table';
import { testRoutes } from '../alertmanager/test-routes';
import { installTools, projectRoot, requireTool } from '../deploy/native';
import { writeAlertmanager, writeRules } from '../deploy/native/monitoring';
import { checkCommitted } from './committed';
import { PROFILES } from './source/span';

/**
 * `npm run observability:check`, part of `make lint` (with --generated, as `make verify` asks, the first of it alone): what is committed is what the source says; promtool accepts the rules of both
 * profiles and every test of them passes; amtool accepts the configuration, and sends each kind of alert where the table says.
 */
const run = promisify(execFile);
const at = (...path: string[]) => join(projectRoot(), ...path);
let faults = 0;

async function step(what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
    console.log(`ok      ${what}`);
  } catch (error) {
    faults += 1;
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    console.error(`FAULT   ${what}\n${`${stdout}${stderr}`.trim() || (error as Error).message}`);
  }
}

async function main(generatedOnly: boolean): Promise<void> {
  await step('the generated files are what prometheus/source says', async () => checkCommitted());
  if (generatedOnly) return;
  // Installs them where the system lets it; else it fails with what to install.
  await installTools(['promtool', 'amtool'], (line) => console.log(line));
  const [promtool, amtool] = [requireTool('promtool'), requireTool('amtool')];
  const folder = mkdtempSync(join(tmpdir(), 'observability-'));
  try {
    await step('promtool check config', () => run(promtool, ['check', 'config', at('prometheus', 'prometheus.yml')]));
    await step('amtool check-config', () => run(amtool, ['check-config', at('alertmanager', 'alertmanager.yml')]));
    for (const profile of PROFILES) {
      const environment = { OBSERVATORY_RULES: profile };
      writeRules(join(folder, profile, 'rules'), environment);
      writeAlertmanager(join(folder, profile), 'http://127.0.0.1:13000', environment);
      const files = readdirSync(join(folder, profile, 'rules')).map((file) => join(folder, profile, 'rules', file));
      await step(`promtool check rules, profile ${profile}`, () => run(promtool, ['check', 'rules', ...files]));
      await step(`amtool check-config, profile ${profile}`, () => run(amtool, ['check-config', join(folder, profile, 'alertmanager.yml')]));
      await step(`amtool config routes test, profile ${profile}: ${ROUTE_TABLE.length} kinds of alerts`, () => testRoutes(amtool, join(folder, profile, 'alertmanager.yml')));
    }
    const tests = readdirSync(at('prometheus', 'tests'));
    await step(`promtool test rules: ${tests.length} alerts`, () => run(promtool, ['test', 'rules', ...tests], { cwd: at('prometheus', 'tests'), maxBuffer: 64 * 1024 * 1024 }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main(process.argv.includes('--generated')).then(
  () => {
    console.log(faults === 0 ? 'checked' : `${faults} faults`);
    process.exitCode = faults === 0 ? 0 : 1;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
