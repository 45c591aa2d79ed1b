import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { JobAttemptsResponse, JobDetailResponse } from '#contracts';
import { eventually } from '#testing';
import type { GateContext } from '../context';
import { judgeStates, type StateOfJob, type Witness } from '../judge/judge-states';
import { fails, type Finding, type Step } from '../step';
import { askJson } from '../system/ask';

/** Step 6: one truth, however it is looked at. */
export const consistencyStep: Step = {
  name: 'consistency',
  proves: 'PostgreSQL and the observatory show the same state of every job of the gate',
  needs: ['jobs'],
  timeoutMs: 60_000,

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
    return [...findings, ...consoleFindings(context)];
  },
};

/** The console's page must be part of this step as soon as there is a console. */
function consoleFindings({ root, notes }: GateContext): Finding[] {
  if (existsSync(join(root, 'apps', 'web'))) return [fails('the page of the web console shows the same', 'there is a console in apps/web, but nothing here that renders its page')];
  notes.push('There is no web console yet: instead of its page, the observatory\'s answers were compared.');
  return [];
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
