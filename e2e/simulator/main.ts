import { play, type Batch, type Report } from './play-batch';
import { playSeed } from './schedule';
import { PLANTS, PLANT_NAMES, type PlantName } from './plants';

const USAGE = `usage: npm run -s simulate -- [--n N] [--from SEED] [--workers N] [--plant NAME] [--first] [--json]
       npm run -s simulate -- --seed SEED [--trace] [--plant NAME]

  --n N         plays N schedules (20000), each from a seed of its own
  --from SEED   the first seed (1)
  --workers N   threads that share them (2)
  --seed SEED   plays one schedule; with --trace shows everything that happens in it
  --plant NAME  with a bug planted: ${PLANT_NAMES.join(', ')}
  --first       ends at the first finding
  --json        the last line is one JSON object
`;

/** Exit code 0: every promise held. 1: some schedule broke one; its seed is printed, and how to see it again. */
async function main(words: readonly string[]): Promise<number> {
  const text = (name: string): string | undefined => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined);
  const number = (name: string, otherwise: number): number => (text(name) === undefined ? otherwise : Number(text(name)));
  const plant = text('--plant') as PlantName | undefined;
  const [n, from, workers] = [number('--n', 20_000), number('--from', 1), number('--workers', 2)];
  if (words.includes('--help') || ![n, from, workers].every((value) => Number.isInteger(value) && value > 0) || (plant !== undefined && !(plant in PLANTS))) {
    process.stderr.write(USAGE);
    return 2;
  }
  if (text('--seed') !== undefined) return playOne(number('--seed', 1), words.includes('--trace'), plant);
  const report = await play({ n, from, workers, plant, untilFirst: words.includes('--first') });
  print({ n, from, workers, plant, untilFirst: false }, report, words.includes('--json'));
  return report.failed.length === 0 ? 0 : 1;
}

function playOne(seed: number, traced: boolean, plant: PlantName | undefined): number {
  const lines: string[] = [];
  const names = new Names();
  const trace = traced ? (line: string): void => void lines.push(names.shorten(line)) : undefined;
  const verdict = playSeed(seed, { plants: plant === undefined ? undefined : PLANTS[plant], trace });
  for (const line of lines) process.stdout.write(`${line}\n`);
  process.stdout.write(`seed ${seed}: ${verdict.steps} steps, ${verdict.lastedMs} ms of virtual time, ${verdict.findings.length === 0 ? 'every promise held' : verdict.findings.join('\n  ')}\n`);
  return verdict.findings.length === 0 ? 0 : 1;
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

/** J1, D1 … in place of ids, in the order they come up. */
class Names {
  private readonly known = new Map<string, string>();

  shorten(line: string): string {
    return line.replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
      let name = this.known.get(id);
      if (name === undefined) {
        name = `#${this.known.size + 1}`;
        this.known.set(id, name);
      }
      return name;
    });
  }
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
