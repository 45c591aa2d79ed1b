import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrate, startApps, stopApps } from '../../deploy/native/apps/apps';
import { monitoringEnvironment } from '../../deploy/native/credentials';
import { showKeyOf } from '../../deploy/native/keyed-fetch';
import { projectRoot, stackFolder, startStack, stopStack } from '../../deploy/native';
import { askGrafana } from './ask-grafana';
import { causeAll } from './causes/cause-all';
import { allReady } from './causes/faults';
import { faultsOf, judgeDashboards } from './judge-dashboards';
import { PLANTED_DEAD } from './planted';
import { GRAFANA_NOT_RUN, reportJson, reportText } from './report';
import { targetOf } from './target';
import type { Timeline } from './timeline';

/**
 * `npm run dashboards:check`: starts a stack of its own, does to it what the panels say moves them, and fails when one did not move. Needs no
 * running system and touches none; the report goes to `artifacts/dashboards/` as well. `--keep` leaves the stack running, and `--again` judges what
 * it has recorded once more, after a query was mended.
 */
const STACK = 'panels';
/** Beyond the ports of the dev, test and bench stacks. */
const PORT_OFFSET = 3_400;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const REPORT = join('artifacts', 'dashboards');

const stop = async (): Promise<void> => {
  await stopApps(STACK, () => undefined);
  await stopStack(STACK, { say: () => undefined });
};

async function startAnew(): Promise<void> {
  await stop();
  // What an earlier run left in the log and in Prometheus would count as ordinary.
  rmSync(stackFolder(STACK), { recursive: true, force: true });
  process.env['OBSERVATORY_RULES'] = 'fast';
  // All the queues that the causes use.
  process.env['WORKER_QUEUES'] = 'default,mail,night,paused';
  await startStack(STACK, { say, environment: monitoringEnvironment(STACK), portOffset: PORT_OFFSET, shiftPorts: true, size: 'small' });
  await migrate(STACK, say);
  await startApps(STACK, say);
  showKeyOf(STACK);
  await allReady(targetOf(STACK));
}

async function askedGrafana(): Promise<string[]> {
  const url = process.env['GRAFANA_URL'];
  if (url === undefined || url === '') return [GRAFANA_NOT_RUN];
  return askGrafana({ url, user: process.env['GRAFANA_USER'] ?? 'admin', password: process.env['GRAFANA_PASSWORD'] ?? '' });
}

/** Judges a run and writes its report; false when a panel stood still. */
async function report(timeline: Timeline, grafana: readonly string[]): Promise<boolean> {
  const verdicts = await judgeDashboards({ prometheusUrl: targetOf(STACK).prometheus, timeline });
  const planted = await judgeDashboards({ prometheusUrl: targetOf(STACK).prometheus, timeline, dashboards: [PLANTED_DEAD] });
  const alive = planted.filter(({ finding }) => finding.kind !== 'dead').map(({ panel }) => panel);
  if (alive.length > 0) throw new Error(`planted dead, and not found dead: ${alive.join('; ')}`);
  const folder = join(projectRoot(), REPORT);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'report.json'), reportJson(verdicts, timeline, grafana));
  writeFileSync(join(folder, 'report.txt'), `${reportText(verdicts, grafana)}\n`);
  process.stdout.write(`${reportText(verdicts, grafana)}\n`);
  return faultsOf(verdicts).length === 0;
}

async function main(words: readonly string[]): Promise<number> {
  const started = Date.now();
  if (words.includes('--again')) {
    const { timeline } = JSON.parse(readFileSync(join(projectRoot(), REPORT, 'report.json'), 'utf8')) as { timeline: Timeline };
    return (await report(timeline, [GRAFANA_NOT_RUN])) ? 0 : 1;
  }
  try {
    await startAnew();
    const timeline = await causeAll(targetOf(STACK), say);
    const moved = await report(timeline, await askedGrafana());
    say(`${((Date.now() - started) / 1_000).toFixed(0)} s`);
    return moved ? 0 : 1;
  } finally {
    if (!words.includes('--keep')) await stop();
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    say(error.stack ?? error.message);
    process.exit(1);
  },
);
