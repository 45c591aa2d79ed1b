import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { privateStack } from '#testing';
import { AMOUNTS, type Contender, CONTENDERS, MEASURES, type Measure } from './contenders';
import { installPeers } from './install';
import { ratiosOf, type Report, spreadOf, tableOf, withTable } from './report';
import { runContender } from './run-contender';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * `npm run -s bench:peers -- [--rounds N] [--only CONTENDER,…] [--measure MEASURE,…] [--write]`: the peers and this project in turn on the same
 * machine. The last line is the report as JSON; with --write it goes to docs/performance.json and its table to docs/performance.md.
 */
async function main(words: readonly string[]): Promise<void> {
  const list = (flag: string): readonly string[] | undefined => (words.includes(flag) ? (words[words.indexOf(flag) + 1] ?? '').split(',') : undefined);
  const rounds = Number(list('--rounds')?.[0] ?? 5);
  const contenders = chosen('--only', CONTENDERS, ({ name }) => name, list('--only'));
  const measures = chosen('--measure', MEASURES, (measure) => measure, list('--measure'));
  await installPeers(say);
  const samples = new Map<string, Map<Measure, Map<string, number[]>>>();
  const loads: number[] = [];
  const servers = await privateStack('peers', { portOffset: 21_000 });
  try {
    for (const [round, contender, measure] of turns(rounds, contenders, measures)) {
      loads.push(loadavg()[0] ?? 0);
      const figures = await runContender(contender, measure, AMOUNTS[measure], servers);
      say(`round ${round + 1}: ${contender.name} ${measure} ${JSON.stringify(figures)}`);
      keep(samples, contender, measure, figures);
    }
  } finally {
    await servers.stop();
  }
  const results = Object.fromEntries([...samples].map(([name, byMeasure]) => [name, Object.fromEntries([...byMeasure].map(([measure, byFigure]) => [measure, spreads(byFigure)]))]));
  const report: Report = { rounds, loadavg: spreadOf(loads), results, ratios: ratiosOf(results) };
  if (words.includes('--write')) write(report);
  process.stdout.write(`${tableOf(report)}\n${JSON.stringify(report)}\n`);
}

/** Each round begins with another contender, so that none is always measured after the same one. A kill waits for minutes: once is enough. */
function* turns(rounds: number, contenders: readonly Contender[], measures: readonly Measure[]): Generator<[number, Contender, Measure]> {
  for (let round = 0; round < rounds; round++) {
    for (const measure of measures.filter((each) => each !== 'recovery' || round === 0)) {
      const from = round % contenders.length;
      for (const contender of [...contenders.slice(from), ...contenders.slice(0, from)]) if (contender.measures.includes(measure)) yield [round, contender, measure];
    }
  }
}

function keep(samples: Map<string, Map<Measure, Map<string, number[]>>>, { name }: Contender, measure: Measure, figures: Readonly<Record<string, number>>): void {
  const byMeasure = samples.get(name) ?? new Map<Measure, Map<string, number[]>>();
  samples.set(name, byMeasure);
  const byFigure = byMeasure.get(measure) ?? new Map<string, number[]>();
  byMeasure.set(measure, byFigure);
  for (const [figure, value] of Object.entries(figures)) byFigure.set(figure, [...(byFigure.get(figure) ?? []), value]);
}

const spreads = (byFigure: ReadonlyMap<string, readonly number[]>) => Object.fromEntries([...byFigure].map(([figure, values]) => [figure, spreadOf(values)]));

function write(report: Report): void {
  const file = join(process.cwd(), 'docs', 'performance.md');
  writeFileSync(file, withTable(readFileSync(file, 'utf8'), report));
  writeFileSync(join(process.cwd(), 'docs', 'performance.json'), `${JSON.stringify(report, null, 2)}\n`);
}

function chosen<T>(flag: string, all: readonly T[], nameOf: (each: T) => string, wanted: readonly string[] | undefined): readonly T[] {
  const unknown = wanted?.find((name) => !all.some((each) => nameOf(each) === name));
  if (unknown !== undefined) throw new Error(`${flag} ${unknown}: it is none of ${all.map(nameOf).join(', ')}`);
  return wanted ? all.filter((each) => wanted.includes(nameOf(each))) : all;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
main(process.argv.slice(2)).catch((error: unknown) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
});
