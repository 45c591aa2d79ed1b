import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { asksWho, credentialsFile, giveAccess } from '../credentials';
import { forget, identify, liveRecord, spawnDetached, tail, terminate, writeRecord } from '../owned-process';
import { isPortFree, portOwner, PortTaken } from '../port-probe';
import { projectRoot, stackFolder } from '../project';
import { type Say, stackPorts } from '../stack';
import { portVariable } from '../stack-ports';
import { type AppDefinition, appDefinitions, type AppName } from './app-definitions';

const run = promisify(execFile);

/** Longer than the supervisor needs to stop its services one after the other. */
const SUPERVISOR_GRACE_MS = 110_000;
const READY_TIMEOUT_MS = 90_000;

const supervisorPid = (stack: string) => join(stackFolder(stack), 'apps', 'supervisor.pid.json');
const fingerprintFile = (stack: string) => join(stackFolder(stack), 'apps', 'fingerprint');

/** A digest of everything that decides how the services behave: their code, their dependencies, their environment. */
function fingerprint(apps: readonly AppDefinition[]): string {
  const hash = createHash('sha256');
  const built = ['apps', 'libs', 'contracts'].flatMap((folder) => filesBelow(join(projectRoot(), 'dist', folder)));
  for (const file of [...built, join(projectRoot(), 'package-lock.json')]) hash.update(file).update(readFileSync(file));
  return hash.update(JSON.stringify(apps)).digest('hex');
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .sort()
    .map((file) => join(folder, file));
}

/** Brings the database of the stack to the newest schema, and gives access to those of its credentials. */
export async function migrate(stack: string, say: Say): Promise<void> {
  const gateway = appDefinitions(stack, stackPorts(stack)).find(({ name }) => name === 'gateway');
  const script = join(projectRoot(), 'dist', 'apps', 'gateway', 'src', 'migrate.js');
  try {
    await run(process.execPath, ['--enable-source-maps', script], { env: { ...process.env, ...gateway?.environment } });
    if (asksWho()) await giveAccess(credentialsFile(stack), { ...gateway?.environment });
  } catch (error) {
    const { stderr, stdout, message } = error as { stderr?: string; stdout?: string; message: string };
    throw new Error(`the migration failed:\n${[stdout, stderr].filter(Boolean).join('\n') || message}`);
  }
  say('migrate      done');
}

/**
 * Starts the services under their supervisor and waits until each is ready. Those that run already are left alone, unless their code or
 * their environment has changed since: then all are stopped gracefully and started anew.
 */
export async function startApps(stack: string, say: Say): Promise<void> {
  const apps = appDefinitions(stack, stackPorts(stack));
  const now = fingerprint(apps);
  const supervisor = liveRecord(supervisorPid(stack));
  const unchanged = existsSync(fingerprintFile(stack)) && readFileSync(fingerprintFile(stack), 'utf8') === now;
  if (supervisor !== undefined && unchanged) {
    say('apps         already running');
  } else {
    if (supervisor !== undefined) say('apps         their code or environment has changed: restarting');
    await stopApps(stack, () => undefined);
    await assertAppPortsFree(stack);
    mkdirSync(dirname(supervisorPid(stack)), { recursive: true });
    const child = await spawnDetached(
      { file: process.execPath, args: ['--enable-source-maps', join(__dirname, 'supervisor.cli.js'), stack], cwd: projectRoot() },
      join(stackFolder(stack), 'logs', 'supervisor.log'),
    );
    const record = identify(child.pid);
    if (record !== undefined) writeRecord(supervisorPid(stack), record);
    writeFileSync(fingerprintFile(stack), now);
    say(`apps         starting ${apps.map(({ name }) => name).join(', ')}`);
  }
  await Promise.all(apps.map((app) => waitReady(app, say)));
}

/** Rejects with PortTaken when something else holds a service's port. Services of this stack that run hold theirs rightly. */
export async function assertAppPortsFree(stack: string): Promise<void> {
  const ports = stackPorts(stack);
  if (liveRecord(supervisorPid(stack)) !== undefined) return;
  for (const { name, pidFile } of appDefinitions(stack, ports)) {
    if (liveRecord(pidFile) !== undefined) continue;
    if (!(await isPortFree(ports[name]))) throw new PortTaken(ports[name], `the ${name}`, portVariable(stack, name), portOwner(ports[name]));
  }
}

/** Whether a service answers 200 on `/readyz`; otherwise why not, in its own words. */
export async function appReadiness(url: string): Promise<{ readonly ready: boolean; readonly detail?: string }> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3_000) });
    const body = (await answer.json()) as { checks?: { name: string; ready: boolean; detail?: string }[] };
    if (answer.status === 200) return { ready: true };
    const faults = (body.checks ?? []).filter(({ ready }) => !ready).map(({ name, detail }) => (detail === undefined ? name : `${name}: ${detail}`));
    return { ready: false, detail: faults.join('; ') || `answered ${answer.status}` };
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code;
    return { ready: false, detail: cause === 'ECONNREFUSED' ? 'not running' : (cause ?? (error as Error).message) };
  }
}

async function waitReady(app: AppDefinition, say: Say): Promise<void> {
  const started = Date.now();
  let lastSaid = started;
  for (;;) {
    const { ready, detail } = await appReadiness(app.url);
    if (ready) {
      say(`${app.name.padEnd(12)} ready at ${app.url}`);
      return;
    }
    if (Date.now() - started > READY_TIMEOUT_MS) {
      throw new Error(`the ${app.name} was not ready after ${READY_TIMEOUT_MS / 1000} s (${detail}); the end of ${app.logFile}:\n${tail(app.logFile)}`);
    }
    if (Date.now() - lastSaid > 5_000) {
      lastSaid = Date.now();
      say(`${app.name.padEnd(12)} waiting (${detail})`);
    }
    await delay(150);
  }
}

/** Stops the services gracefully; true when any ran. */
export async function stopApps(stack: string, say: Say): Promise<boolean> {
  const supervisor = liveRecord(supervisorPid(stack));
  if (supervisor !== undefined) {
    say('apps         stopping');
    await terminate(supervisor, 'SIGTERM', SUPERVISOR_GRACE_MS);
  }
  forget(supervisorPid(stack));
  // Services whose supervisor was killed.
  const apps = appDefinitions(stack, stackPorts(stack));
  const orphans = apps.flatMap(({ pidFile }) => liveRecord(pidFile) ?? []);
  await Promise.all(orphans.map((orphan) => terminate(orphan, 'SIGTERM', 25_000)));
  for (const { pidFile } of apps) forget(pidFile);
  return supervisor !== undefined || orphans.length > 0;
}

export type { AppName };
