import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshVhost } from '#testing';
import { pythonWorkerCommand } from '../workers/worker-commands';
import { CASES } from './cases/all-cases';
import { Conformance, type CaseResult } from './conformance';

/** Rules that fall with the one that a mutant leaves out, because they cannot hold without it. */
const FALL_TOO: Readonly<Record<string, readonly string[]>> = {
  M12: ['M13'], // who starts by itself does not ask a third time
  M22: ['S1'], // who tells the start late tells it of every attempt
};
const AT_ONCE = 8;

/**
 * A case that no worker can fail proves nothing. For each MUST there is a worker in `e2e/workers/python/mutants.py` that keeps all rules but this one; it is
 * run through every case that shares a process, and through the one that is meant for it, and exactly that one must notice.
 */
describe('planted violations', () => {
  const source = readFileSync(join(__dirname, '../workers/python/mutants.py'), 'utf8');
  const mutants = [...source.matchAll(/^ {4}"(M\d+)": \("(.+?)", \[/gm)].map(([, rule = '', says = '']) => ({ rule, says }));
  const broken = new Map<string, CaseResult[]>();

  beforeAll(async () => {
    const conformance = await Conformance.on(await freshVhost());
    const waiting = [...mutants];
    const lane = async (): Promise<void> => {
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
        const { rule } = mutant;
        const cases = CASES.filter(({ alone, rules }) => alone === undefined || rules.includes(rule));
        const results = await conformance.run(await pythonWorkerCommand('mutants.py', rule), { cases, processes: 2 });
        broken.set(rule, results.filter(({ outcome }) => outcome !== 'passed'));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    await conformance.stop();
  }, 180_000);

  it('exist for every MUST that has a case', () => {
    const tried = new Set(CASES.flatMap(({ rules }) => rules).filter((rule) => rule.startsWith('M')));
    expect(mutants.map(({ rule }) => rule)).toEqual([...tried].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1))));
  });

  it.each(mutants)('$rule notices a worker that $says', ({ rule }) => {
    const noticed = broken.get(rule) ?? [];
    const rules = noticed.flatMap((one) => one.rules).sort();
    const why = noticed.map((one) => `${one.rules.join(' ')}: ${one.why}`);
    expect({ rules, why }).toEqual({ rules: [rule, ...(FALL_TOO[rule] ?? [])].sort(), why });
  });
});
