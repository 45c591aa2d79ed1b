import { play, type Batch, type Report } from './play-batch';
import { playOne } from './play-one';
import { PLANT_NAMES, type PlantName } from './plant-names';

const USAGE = `usage: npm run -s simulate -- [--n N] [--from SEED] [--workers N] [--plant NAME] [--first] [--json]
       npm run -s simulate -- --seed SEED [--trace] [--plant NAME]

  --n N         plays N schedules (20000), each from a seed of its own
  --from SEED   the first seed (1)
  --workers N   threads that share them (2)
  --seed SEED   plays one schedule; with --trace shows everything that happens in it
  --plant NAME  with a bug planted: ${PLANT_NAMES.join(', ')}
  --first       ends at the first finding
  --first-seeds one JSON object: the seed at which each planted bug is found, for first-seeds.json
  --json        the last line is one JSON object
`;

/** Exit code 0: every promise held. 1: some schedule broke one; its seed is printed, and how to see it again. */
async function main(words: readonly string[]): Promise<number> {
  const text = (name: string): string | undefined => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined);
  const number = (name: string, otherwise: number): number => (text(name) === undefined ? otherwise : Number(text(name)));
  const plant = text('--plant') as PlantName | undefined;
  const [n, from, workers] = [number('--n', 20_000), number('--from', 1), number('--workers', 2)];
  if (words.includes('--help') || ![n, from, workers].every((value) => Number.isInteger(value) && value > 0) || (plant !== undefined && !PLANT_NAMES.includes(plant))) {
    process.stderr.write(USAGE);
    return 2;
  }
  if (words.includes('--first-seeds')) return firstSeeds(n, workers);
  // Not after an await: a schedule runs the promises of its own to rest, which works from no promise.
  if (text('--seed') !== undefined) return playOne(number('--seed', 1), words.includes('--trace'), plant);
  const report = await play({ n, from, workers, plant, untilFirst: words.includes('--first') });
  print({ n, from, workers, plant, untilFirst: false }, report, words.includes('--json'));
  return report.failed.length === 0 ? 0 : 1;
}

/** Searches for every plant. Exit code 1: one of them is found by none of the schedules. */
async function firstSeeds(n: number, workers: number): Promise<number> {
  const found: Partial<Record<PlantName, number | undefined>> = {};
  for (const plant of PLANT_NAMES) found[plant] = (await play({ n, from: 1, workers, plant, untilFirst: true })).failed[0]?.seed;
  process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  return PLANT_NAMES.every((plant) => found[plant] !== undefined) ? 0 : 1;
}

function print({ plant }: Batch, { played, failed, steps, tookMs, cpuMs }: Report, json: boolean): void {
  for (const { seed, findings } of failed.slice(0, 20)) {
    process.stdout.write(`seed ${seed}: ${findings.join('\n  ')}\n  replay: npm run -s simulate -- --seed ${seed} --trace${plant === undefined ? '' : ` --plant ${plant}`}\n`);
  }
  if (failed.length > 20) process.stdout.write(`… and ${failed.length - 20} more\n`);
  const first = failed[0]?.seed ?? null;
  if (json) process.stdout.write(`${JSON.stringify({ schedules: played, failed: failed.length, firstSeed: first, checks: [...new Set(failed.flatMap(({ findings }) => findings.map((finding) => finding.split(':')[0])))], steps, tookMs, cpuMs })}\n`);
  else process.stdout.write(`${played} schedules, ${failed.length} broke a promise; ${steps} steps in ${(tookMs / 1_000).toFixed(1)} s, ${(cpuMs / 1_000).toFixed(1)} s of CPU\n`);
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
