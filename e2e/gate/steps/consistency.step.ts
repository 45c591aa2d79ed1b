import { Client } from 'pg';
import type { JobAttemptsResponse, JobDetailResponse } from '#contracts';
import { eventually } from '#testing';
import type { GateContext } from '../context';
import { startBrowser } from '../../console/browser';
import { showJob } from '../../console/show-job';
import { signIn } from '../../console/signed-in';
import { judgePages, type ShownJob } from '../judge/judge-pages';
import { judgeStates, type StateOfJob, type Witness } from '../judge/judge-states';
import type { GateJob } from '../judge/jobs';
import { fails, type Finding, type Step } from '../step';
import { askJson } from '../system/ask';

/** Step 6: one truth, however it is looked at. */
export const consistencyStep: Step = {
  name: 'consistency',
  proves: 'PostgreSQL, the observatory and the page of the web console show the same state of every job of the gate',
  needs: ['jobs'],
  timeoutMs: 120_000,

  async run(context) {
    const jobs = context.evidence.jobs ?? [];
    const truth = await fromPostgres(context, jobs.map(({ id }) => id));
    let findings: Finding[] = [];
    // The read model follows within a quarter of a second; what it shows wrongly, it shows wrongly for longer.
    await eventually(
      async () => {
        const witnesses = [truth, await fromObservatory(context, jobs.map(({ id }) => id))];
        context.seen['states'] = { jobs, witnesses: witnesses.map(({ place, states }) => ({ place, states: [...states] })) };
        findings = judgeStates(jobs, witnesses);
        return findings.every(({ ok }) => ok);
      },
      { timeoutMs: context.settleMs, intervalMs: 500 },
    ).catch(() => undefined);
    return [...findings, ...(await consoleFindings(context, jobs, truth))];
  },
};

const PAGES_AT_ONCE = 4;

/** What people see: the page of each job, in a real browser. */
async function consoleFindings({ urls, credentials, seen, settleMs }: GateContext, jobs: readonly GateJob[], truth: Witness): Promise<Finding[]> {
  const browser = await startBrowser().catch((error: unknown) => String(error));
  if (typeof browser === 'string') return [fails('the pages of the web console can be looked at', browser)];
  try {
    const shown = new Map<string, ShownJob>();
    const waiting = [...jobs];
    const tabs = await browser.newContext();
    if (credentials !== undefined) await signIn(tabs, urls.observatory, credentials.admin);
    const look = async (): Promise<void> => {
      const tab = await tabs.newPage();
      for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
        const page = await showJob(tab, urls.observatory, job.id, truth.states.get(job.id)?.status ?? '', settleMs);
        if (page !== undefined) shown.set(job.id, page);
      }
    };
    await Promise.all(Array.from({ length: PAGES_AT_ONCE }, look));
    seen['pages'] = [...shown];
    return [judgePages(jobs, truth, shown)];
  } finally {
    await browser.close();
  }
}

async function fromPostgres({ urls }: GateContext, ids: readonly string[]): Promise<Witness> {
  const client = new Client({ connectionString: urls.postgres, connectionTimeoutMillis: 5_000, application_name: 'integration gate' });
  await client.connect();
  try {
    const { rows } = await client.query<StateOfJob>(
      `SELECT j.id, j.status, j.attempt, j.version, j.type, j.queue, j.losses,
              coalesce((SELECT array_agg(a.state ORDER BY a.number) FROM attempts a WHERE a.job_id = j.id), '{}') AS attempts
       FROM jobs j WHERE j.id = ANY ($1)`,
      [ids],
    );
    return { place: 'PostgreSQL', states: new Map(rows.map((row) => [row.id, row])) };
  } finally {
    await client.end();
  }
}

async function fromObservatory({ urls }: GateContext, ids: readonly string[]): Promise<Witness> {
  const states = await Promise.all(
    ids.map(async (id): Promise<[string, StateOfJob]> => {
      const [{ job }, { items }] = await Promise.all([
        askJson<JobDetailResponse>(`${urls.observatory}/v1/jobs/${id}`),
        askJson<JobAttemptsResponse>(`${urls.observatory}/v1/jobs/${id}/attempts`),
      ]);
      const { status, attempt, version, type, queue, losses } = job;
      return [id, { id, status, attempt, version, type, queue, losses, attempts: items.map(({ state }) => state) }];
    }),
  );
  return { place: 'the observatory', states: new Map(states) };
}
