import type { JobListResponse } from '#contracts';
import { type Bench, type BenchContext, type Figures, round } from './bench';
import { elapse } from '../system/elapse';
import type { System } from '../system/system';
import { BenchClient } from './client';
import { cpuMsPer, cpuTimes } from './cpu-time';
import { readLoad } from './http-load';
import { FINGERPRINTS, RARE_TAG, seedJobs } from './seeded-jobs';

const PAGE = 25;
const CONNECTIONS = 16;
/** Long enough for the slowest of a hundred to be many. */
const SECONDS = 4;
const WARM_UP_SECONDS = 0.7;
const DEEP_PAGE = 2_000;
const LIVE_JOBS_PER_SECOND = 500;

/** Asked in turn, each connection beginning with another, so that no single answer is what is measured. */
const LISTS = [
  'state=FAILED&queue=default', 'state=FAILED', 'state=COMPLETED&queue=mail', 'type=http.request', 'type=image.resize&state=COMPLETED', 'queue=reports', 'tag=customer%3D10', 'worker=worker-7', `fingerprint=${FINGERPRINTS[0]}`,
  'state=FAILED&queue=images', 'worker=worker-3&state=COMPLETED', 'state=QUEUED', 'state=COMPLETED&queue=default', 'type=mail.send', 'tag=customer%3D2010',
] as const;

/** The read API over so many jobs: filtered lists, a page far down, one long life, the overview; each also while jobs run. */
export const read: Bench = {
  name: 'read',
  about: 'reads at 16 connections over 100,000 seeded jobs (--n): filtered list, page 2,000, long timeline, overview',
  async run({ system, progress, n }) {
    const jobs = n ?? 100_000;
    const running = await system();
    const url = running.one('observatory').url;
    const client = new BenchClient(running.one('gateway').url, url);
    const { longJobId } = await seedJobs(running.stores, jobs, (share) => progress(share * 0.4, `${Math.round(share * jobs)} jobs seeded`));
    const cursor = await cursorOf(client, Math.min(DEEP_PAGE, Math.floor(jobs / PAGE / 2)));
    const paths: Readonly<Record<string, readonly string[]>> = {
      list: LISTS.map((filter) => `/v1/jobs?${filter}&limit=${PAGE}`),
      byTag: [`/v1/jobs?tag=${RARE_TAG}&limit=${PAGE}`],
      byText: [`/v1/jobs?q=${RARE_TAG}&limit=${PAGE}`],
      firstPage: [`/v1/jobs?limit=${PAGE}`],
      page2000: [`/v1/jobs?limit=${PAGE}&cursor=${cursor}`],
      latestEnded: [`/v1/jobs?sort=-finishedAt&limit=${PAGE}`],
      longTimeline: [`/v1/jobs/${longJobId}/timeline`],
      overview: ['/v1/overview'],
    };
    const reads: Reads = { ...Object.fromEntries(Object.entries(paths).map(([name, of]) => [name, (connection: number, n: number) => of[(connection + n) % of.length] ?? ''])), listNoTwoAlike: noTwoAlike(paths['list'] ?? []) };
    const quiet = await measureAll(running, reads, 'quiet', 0.4, progress);
    // At the rate of a busy day, until the last figure is taken.
    const stop = new AbortController();
    const load = submitUntil(stop.signal, client);
    const live = await measureAll(running, reads, 'live', 0.7, progress);
    stop.abort();
    const { list } = quiet;
    const liveJobsPerSecond = await load;
    await client.close();
    return { n: jobs, requestsPerSecond: list?.['requestsPerSecond'] ?? 0, p99Ms: list?.['p99Ms'] ?? 0, ...quiet, ...Object.fromEntries(Object.entries(live).map(([name, figures]) => [`${name}Live`, figures])), liveJobsPerSecond };
  },
};

type Reads = Readonly<Record<string, (connection: number, n: number) => string>>;
type Measured = Record<string, Record<string, number>>;

/** The same lists, but each question differs from all others in a bound that no job is beyond, so that no answer can be given twice. */
function noTwoAlike(paths: readonly string[]): Reads[string] {
  let asked = 0;
  const tomorrow = Date.now() + 86_400_000;
  return () => {
    asked += 1;
    return `${paths[asked % paths.length] ?? ''}&submittedBefore=${new Date(tomorrow + asked).toISOString()}`;
  };
}

async function measureAll(system: System, reads: Reads, how: string, from: number, progress: BenchContext['progress']): Promise<Measured> {
  const { url } = system.one('observatory');
  const figures: Measured = {};
  for (const [index, [name, pathOf]] of Object.entries(reads).entries()) {
    progress(from + (0.3 * index) / Object.keys(reads).length, `${name}, ${how}`);
    await readLoad({ url, connections: CONNECTIONS, pathOf, seconds: WARM_UP_SECONDS });
    const before = cpuTimes(system);
    const { answers, seconds, p50Ms, p99Ms } = await readLoad({ url, connections: CONNECTIONS, pathOf, seconds: SECONDS });
    const { observatory = 0, mongo = 0, bench = 0 } = cpuMsPer(answers, before, cpuTimes(system));
    figures[name] = { requestsPerSecond: round(answers / seconds, 0), p50Ms, p99Ms, observatoryCpuMs: observatory, mongoCpuMs: mongo, benchCpuMs: bench };
  }
  return figures satisfies Figures;
}

/** The cursor of a page far down, found as anybody would: page after page. */
async function cursorOf(client: BenchClient, page: number): Promise<string> {
  let cursor: string | undefined;
  for (let passed = 0; passed < page * PAGE; passed += 200) {
    const { nextCursor }: JobListResponse = await client.read<JobListResponse>(`/v1/jobs?limit=200&fields=tags${cursor === undefined ? '' : `&cursor=${cursor}`}`);
    if (nextCursor === undefined) break;
    cursor = nextCursor;
  }
  if (cursor === undefined) throw new Error('there are too few jobs for a page far down');
  return cursor;
}

/** @returns jobs that were accepted a second */
async function submitUntil(signal: AbortSignal, client: BenchClient): Promise<number> {
  const startedAt = performance.now();
  const under = new Set<Promise<void>>();
  let submitted = 0;
  while (!signal.aborted) {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * LIVE_JOBS_PER_SECOND);
    for (; submitted < due && under.size < 200; submitted += 1) {
      const one: Promise<void> = client.submit().then(() => void under.delete(one));
      under.add(one);
    }
    await elapse(2);
  }
  await Promise.all(under);
  return round(submitted / ((performance.now() - startedAt) / 1_000), 0);
}
