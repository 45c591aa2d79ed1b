import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ALERTS } from '../../prometheus/source/rule-files';
import { projectRoot } from '../../deploy/native';
import type { Drill } from './drill';
import { DrillSystem } from './drill-system';
import { DRILLS } from './drills/all-drills';
import { planOf } from './plan';
import { type AlertResult, drillsDocument, merged, summaryLine, terminalLine } from './report';
import { runDrill } from './run-drill';

const USAGE = `make drill | make drill ALERT=NAME[,NAME…]

Causes faults on a system of its own and measures when their alerts fire and resolve. NAME is an alert or a drill. The report goes to artifacts/drill/, and after
a run of all to docs/drills.md as well; --document writes that in any case, of what the last runs saw. Exits with 1 when a drill failed or was late.`;

const say = (line: string) => process.stderr.write(`${line}\n`);
const NAMES = ALERTS.map(({ name }) => name);

function chosen(words: readonly string[]): readonly Drill[] {
  const wanted = words.flatMap((word) => word.split(',')).filter((word) => word !== '' && !word.startsWith('--'));
  const unknown = wanted.filter((word) => !DRILLS.some(({ name, alerts }) => name === word || alerts.includes(word)));
  if (unknown.length > 0) throw new Error(`no alert or drill is called ${unknown.join(', ')}; there are ${DRILLS.flatMap(({ alerts }) => alerts).join(', ')}`);
  return wanted.length === 0 ? DRILLS : [...new Set(wanted.flatMap((word) => DRILLS.filter(({ name, alerts }) => word === name || alerts.includes(word))))];
}

const reportFile = () => join(projectRoot(), 'artifacts', 'drill', 'report.json');

function earlier(): AlertResult[] {
  return existsSync(reportFile()) ? (JSON.parse(readFileSync(reportFile(), 'utf8')) as { results: AlertResult[] }).results : [];
}

function write(results: readonly AlertResult[], document: boolean): void {
  const all = merged(earlier(), results, NAMES);
  mkdirSync(join(projectRoot(), 'artifacts', 'drill'), { recursive: true });
  writeFileSync(reportFile(), `${JSON.stringify({ results: all }, null, 2)}\n`);
  if (document) writeFileSync(join(projectRoot(), 'docs', 'drills.md'), drillsDocument(all, NAMES));
}

/** Systems side by side: a drill mostly waits. DRILL_LANES says otherwise. */
function lanesFor(drills: number): number {
  const wish = Number(process.env['DRILL_LANES'] ?? Math.min(3, availableParallelism()));
  return Math.max(1, Math.min(Math.trunc(wish) || 1, drills));
}

async function main(words: readonly string[]): Promise<number> {
  if (words.includes('--help')) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const drills = chosen(words);
  const everything = drills.length === DRILLS.length;
  const { together, alone } = planOf(drills, !everything);
  const results: AlertResult[] = [];
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => reject(new Error('stopped')));
  });
  interrupted.catch(() => undefined);
  const started = await Promise.allSettled(Array.from({ length: lanesFor(Math.max(1, together.length)) }, (_, index) => DrillSystem.start(index + 1, say)));
  const systems = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const run = async (drill: Drill, system: DrillSystem): Promise<void> => {
    say(`${drill.name}: ${drill.fault}`);
    const began = Date.now();
    const seen = await Promise.race([runDrill(drill, system).catch((error: Error) => failed(drill, error)), interrupted]);
    results.push(...seen);
    say(`${drill.name}: ${((Date.now() - began) / 1_000).toFixed(0)} s\n${seen.map(terminalLine).join('\n')}`);
    // After each, so that a run that is stopped leaves what it saw.
    write(results, everything || words.includes('--document'));
  };
  try {
    for (const one of started) if (one.status === 'rejected') throw one.reason;
    for (const drill of alone) await run(drill, systems[0] as DrillSystem);
    const waiting = [...together];
    await Promise.all(
      systems.map(async (system) => {
        for (let drill = waiting.shift(); drill !== undefined; drill = waiting.shift()) await run(drill, system);
      }),
    );
  } finally {
    await Promise.all(systems.map((system) => system.stop()));
  }
  process.stdout.write(`\n${results.map(terminalLine).join('\n')}\nartifacts/drill/report.json\n${summaryLine(results)}\n`);
  return results.every(({ outcome }) => outcome === 'in_time' || outcome === 'not_run') ? 0 : 1;
}

/** The fault could not be caused, or not repaired. */
function failed({ name, alerts, fault, repair }: Drill, error: Error): AlertResult[] {
  const nothing = { severities: [], detection: {}, resolution: {}, statedDetection: 0, statedResolution: 0, productionDetection: 0, toldAfterRepair: false };
  return alerts.map((alert) => ({ alert, drill: name, fault, repair, ...nothing, at: new Date().toISOString(), outcome: 'failed', note: error.message }));
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    say(`\nthe drills could not run: ${error.message}`);
    process.exit(2);
  },
);
