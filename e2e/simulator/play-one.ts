import type { PlantName } from './plant-names';
import { PLANTS } from './plants';
import { playSeed } from './schedule';

/** Plays one schedule in this thread, and shows on stdout what happens in it. Exit code 1 when it broke a promise. */
export function playOne(seed: number, traced: boolean, plant: PlantName | undefined): number {
  const lines: string[] = [];
  const names = new Names();
  const trace = traced ? (line: string): void => void lines.push(names.shorten(line)) : undefined;
  const verdict = playSeed(seed, { plants: plant === undefined ? undefined : PLANTS[plant], trace });
  for (const line of lines) process.stdout.write(`${line}\n`);
  process.stdout.write(`seed ${seed}: ${verdict.steps} steps, ${verdict.lastedMs} ms of virtual time, ${verdict.findings.length === 0 ? 'every promise held' : verdict.findings.join('\n  ')}\n`);
  return verdict.findings.length === 0 ? 0 : 1;
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
