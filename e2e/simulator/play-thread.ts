import { parentPort, workerData } from 'node:worker_threads';
import type { Batch, Progress } from './play-batch';
import { PLANTS } from './plants';
import { playSeed, type Verdict } from './schedule';

/** Seeds played between two messages to the thread that counts. */
const SHARE = 25;

const { n, from, step, plant, untilFirst } = workerData as Batch & { step: number };
const plants = plant === undefined ? undefined : PLANTS[plant];
let played = 0;
let steps = 0;
let failed: Verdict[] = [];

function tell(): void {
  parentPort?.postMessage({ played, steps, failed } satisfies Progress);
  played = 0;
  steps = 0;
  failed = [];
}

for (let i = 0; i < n; i++) {
  const verdict = playSeed(from + i * step, { plants });
  played += 1;
  steps += verdict.steps;
  if (verdict.findings.length > 0) failed.push(verdict);
  if (played >= SHARE || (untilFirst && failed.length > 0)) tell();
  if (untilFirst && verdict.findings.length > 0) break;
}
tell();
