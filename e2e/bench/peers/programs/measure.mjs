// What is measured of each peer that is written for Node, the same way for all: `node measure.mjs PEER MEASURE N`, with DATABASE_URL and REDIS_URL
// in the environment, prints one JSON object. MEASURE is submit, bulk, drain, pickup, or hold (a worker that keeps its job, to be killed).
import { percentile, payload } from './shape.mjs';

const LANES = 32;
const PER_CALL = 1_000;
const CONCURRENCY = 24;
const HELD_FOR_MS = 600_000;

const MEASURES = { submit, bulk, drain, pickup, hold };

/** C loops over one shared counter, each call awaited: what a program with 32 concurrent callers does. */
async function submit(peer, jobs) {
  await inLanes(Math.ceil(jobs / 6), (id) => peer.send(payload(id)));
  const times = [];
  const started = performance.now();
  await inLanes(jobs, async (id) => {
    const sentAt = performance.now();
    await peer.send(payload(id));
    times.push(performance.now() - sentAt);
  });
  return { jobsPerSecond: perSecond(jobs, started), p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) };
}

async function bulk(peer, jobs) {
  await fill(peer, Math.ceil(jobs / 8));
  const started = performance.now();
  await fill(peer, jobs);
  return { jobsPerSecond: perSecond(jobs, started) };
}

/** From the first handler's start until the store itself says that nothing is left. Planner statistics are brought up to date before. */
async function drain(peer, jobs) {
  await fill(peer, jobs);
  await peer.settle();
  const runs = new Map();
  let startedAt;
  let allRun;
  const everyJobRan = new Promise((resolve) => (allRun = resolve));
  const stop = await peer.work(CONCURRENCY, async ({ id }) => {
    startedAt ??= performance.now();
    runs.set(id, (runs.get(id) ?? 0) + 1);
    if (runs.size === jobs) allRun();
  }, { backlog: true });
  await everyJobRan;
  while ((await peer.left()) > 0) await new Promise((resolve) => setTimeout(resolve, 2));
  const jobsPerSecond = perSecond(jobs, startedAt);
  await stop();
  return { jobsPerSecond, ranTwice: [...runs.values()].filter((count) => count > 1).length, lost: jobs - runs.size };
}

/** One job at a time on an idle worker, from the call to the start of the handler. */
async function pickup(peer, jobs) {
  let started;
  const stop = await peer.work(CONCURRENCY, async () => started(performance.now()));
  const times = [];
  const warmUp = 50;
  for (let id = 0; id < jobs + warmUp; id++) {
    const handlerStart = new Promise((resolve) => (started = resolve));
    const sentAt = performance.now();
    await peer.send(payload(id));
    const took = (await handlerStart) - sentAt;
    if (id >= warmUp) times.push(took);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await stop();
  return { p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) };
}

/** Says when it is ready and when it has begun a job, which it keeps. `hold 1` submits that job first. */
async function hold(peer, submits) {
  await peer.work(1, async () => {
    console.log(JSON.stringify({ began: Date.now() }));
    await new Promise((resolve) => setTimeout(resolve, HELD_FOR_MS));
  });
  console.log(JSON.stringify({ ready: true }));
  if (submits > 0) await peer.send(payload(0));
  return new Promise(() => undefined);
}

async function inLanes(jobs, one) {
  let next = 0;
  const lane = async () => {
    while (next < jobs) await one(next++);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function fill(peer, jobs) {
  for (let from = 0; from < jobs; from += PER_CALL) await peer.sendMany(Array.from({ length: Math.min(PER_CALL, jobs - from) }, (_, index) => payload(from + index)));
}

const perSecond = (jobs, startedAt) => Math.round((jobs * 1000) / (performance.now() - startedAt));

const [name, measure, n] = process.argv.slice(2);
const { open } = await import(`./${name}.mjs`);
const peer = await open({ databaseUrl: process.env.DATABASE_URL, redisUrl: process.env.REDIS_URL });
const figures = await MEASURES[measure](peer, Number(n));
await peer.close();
console.log(JSON.stringify(figures));
process.exit(0);
