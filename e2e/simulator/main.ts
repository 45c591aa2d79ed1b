import { isMainThread } from 'node:worker_threads';
import { playSeed } from './schedule';

/* first steps */
if (isMainThread) {
  const words = process.argv.slice(2);
  const value = (name: string): number | undefined => (words.includes(name) ? Number(words[words.indexOf(name) + 1]) : undefined);
  const seed = value('--seed');
  if (seed !== undefined) {
    const verdict = playSeed(seed, words.includes('--trace') ? { trace: (line) => process.stdout.write(`${line}\n`) } : {});
    process.stdout.write(`${JSON.stringify(verdict)}\n`);
  } else {
    const from = value('--from') ?? 1;
    const n = value('--n') ?? 100;
    let steps = 0;
    let failed = 0;
    let lasted = 0;
    const started = process.hrtime.bigint();
    for (let s = from; s < from + n; s++) {
      const verdict = playSeed(s);
      steps += verdict.steps;
      lasted += verdict.lastedMs;
      if (verdict.findings.length > 0 && failed++ < 20) process.stdout.write(`seed ${s}: ${verdict.findings.slice(0, 2).join(' | ').slice(0, 300)}\n`);
    }
    const ms = Number(process.hrtime.bigint() - started) / 1e6;
    process.stdout.write(`${n} schedules, ${failed} failed, ${steps} steps, ${(ms / n).toFixed(2)} ms each, ${(lasted / n / 1000).toFixed(1)} virtual s each\n`);
  }
}
