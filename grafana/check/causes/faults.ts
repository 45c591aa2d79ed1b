import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { type ServerName, stackPorts, stackUrls, startServer, stopServer } from '../../../deploy/native';
import { appDefinitions, type AppName } from '../../../deploy/native/apps/app-definitions';
import { appReadiness } from '../../../deploy/native/apps/apps';
import { liveRecord, signal } from '../../../deploy/native/owned-process';
import type { Target } from '../target';

/** Faults of processes and servers of a stack that this check may hurt. Each resolves when the damage is repaired. */

const quiet = { say: () => undefined };

function processOf(target: Target, app: AppName) {
  const definition = appDefinitions(target.stack, stackPorts(target.stack)).find(({ name }) => name === app);
  const record = definition && liveRecord(definition.pidFile);
  if (record === undefined) throw new Error(`the ${app} of stack "${target.stack}" does not run`);
  return record;
}

/** The supervisor starts it again. */
export async function killWorker(target: Target): Promise<void> {
  signal(processOf(target, 'worker'), 'SIGKILL');
  await delay(4_000);
}

/** Longer than a scrape and its time-out, so that at least one scrape meets a process that does not answer. */
export async function freezeWorker(target: Target): Promise<void> {
  const worker = processOf(target, 'worker');
  signal(worker, 'SIGSTOP');
  try {
    await delay(14_000);
  } finally {
    signal(worker, 'SIGCONT');
  }
}

/** An outage of one server, long enough for a scrape to see it; over when every service is ready again. */
export async function outage(target: Target, server: ServerName, durationMs: number): Promise<void> {
  await stopServer(target.stack, server, quiet);
  try {
    await delay(durationMs);
  } finally {
    await startServer(target.stack, server, quiet);
  }
  await allReady(target);
}

export async function allReady(target: Target, timeoutMs = 30_000): Promise<void> {
  const apps = appDefinitions(target.stack, stackPorts(target.stack));
  for (const deadline = Date.now() + timeoutMs; ; await delay(250)) {
    const states = await Promise.all(apps.map(async ({ name, url }) => ({ name, ...(await appReadiness(url)) })));
    const waiting = states.filter(({ ready }) => !ready);
    if (waiting.length === 0) return;
    if (Date.now() > deadline) throw new Error(`not ready after ${timeoutMs / 1_000} s: ${waiting.map(({ name, detail }) => `${name} (${detail})`).join(', ')}`);
  }
}

/** One statement to the log's database, behind the back of the gateway. */
async function tamper(target: Target, statement: string): Promise<void> {
  const database = new Client({ connectionString: stackUrls(target.stack).postgres });
  await database.connect();
  try {
    await database.query(statement);
  } finally {
    await database.end();
  }
}

/** The end of a job once more, as the next event of its stream and of the log. */
const SECOND_END = `
WITH head AS (UPDATE log_head SET position = position + 1 RETURNING position),
     ended AS (SELECT * FROM events WHERE type = 'job.completed' ORDER BY position DESC LIMIT 1),
     job AS (UPDATE jobs SET rev = rev + 1 WHERE id = (SELECT stream_id FROM ended))
INSERT INTO events (position, stream_id, version, type, tenant_id, correlation_id, occurred_at, envelope)
SELECT head.position, stream_id, version + 1, type, tenant_id, correlation_id, occurred_at,
       jsonb_set(jsonb_set(jsonb_set(envelope::jsonb, '{stream,position}', to_jsonb(head.position)), '{stream,version}', to_jsonb(version + 1)), '{eventId}', to_jsonb(gen_random_uuid()))::text
FROM ended, head`;

/** What must never be in a log. */
export async function tamperWithLog(target: Target): Promise<void> {
  await tamper(target, SECOND_END);
  await delay(3_000);
}

/** What restoring a backup does: the log has another identity, and every reader builds its read models anew. */
export async function changeEpoch(target: Target): Promise<void> {
  await tamper(target, 'UPDATE log_head SET epoch = gen_random_uuid()');
  await delay(6_000);
}
