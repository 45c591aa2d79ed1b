import { Worker } from 'node:worker_threads';
import { join } from 'node:path';
import type { PlantName } from './plant-names';
import type { Verdict } from './schedule';

export interface Batch {
  readonly n: number;
  readonly from: number;
  readonly workers: number;
  readonly plant: PlantName | undefined;
  readonly untilFirst: boolean;
}

export interface Report {
  readonly played: number;
  /** By ascending seed. */
  readonly failed: readonly Verdict[];
  readonly steps: number;
  readonly tookMs: number;
  /** Processor time of all threads. */
  readonly cpuMs: number;
}

/** What a thread tells after each share of its seeds. */
export interface Progress {
  readonly played: number;
  readonly steps: number;
  readonly failed: readonly Verdict[];
}

/** Schedules make much short-lived garbage; a larger nursery halves what collecting it costs. */
const NURSERY_MB = 64;

/** Plays schedules in threads: each has globals of its own, which the schedules replace. */
export async function play(batch: Batch): Promise<Report> {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const report = { played: 0, steps: 0, failed: [] as Verdict[] };
  const threads: Worker[] = [];
  const done = Array.from({ length: batch.workers }, (_, index) => {
    const thread = new Worker(join(__dirname, 'play-thread.js'), {
      workerData: { ...batch, from: batch.from + index, step: batch.workers, n: Math.floor((batch.n - index - 1) / batch.workers) + 1 },
      resourceLimits: { maxYoungGenerationSizeMb: NURSERY_MB },
    });
    threads.push(thread);
    return new Promise<void>((resolve, reject) => {
      thread.on('message', (progress: Progress) => {
        report.played += progress.played;
        report.steps += progress.steps;
        report.failed.push(...progress.failed);
        if (batch.untilFirst && report.failed.length > 0) for (const one of threads) void one.terminate();
      });
      thread.once('error', reject);
      thread.once('exit', () => resolve());
    });
  });
  await Promise.all(done);
  report.failed.sort((a, b) => a.seed - b.seed);
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ...report, tookMs: Math.round(performance.now() - startedAt), cpuMs: Math.round((user + system) / 1_000) };
}
