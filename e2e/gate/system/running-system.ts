import { spawn } from 'node:child_process';
import { APP_NAMES, appDefinitions, type AppName, appUrl } from '../../../deploy/native/apps/app-definitions';
import { appReadiness } from '../../../deploy/native/apps/apps';
import { asksWho, type StackCredentials, stackCredentials } from '../../../deploy/native/credentials';
import { liveRecord } from '../../../deploy/native/owned-process';
import { projectRoot, SERVER_NAMES, serverState, stackPorts, stackUrls } from '../../../deploy/native';
import type { SystemUrls } from '../context';

/** The stack of `make start`: what the gate looks at is what people look at. */
export const STACK = 'dev';

export function systemUrls(): SystemUrls {
  const ports = stackPorts(STACK);
  const { postgres, rabbitmq, mongo, prometheus, alertmanager } = stackUrls(STACK);
  const apps = { gateway: appUrl('gateway', ports), worker: appUrl('worker', ports), aggregator: appUrl('aggregator', ports), observatory: appUrl('observatory', ports) };
  return { ...apps, postgres, rabbitmq, mongo, prometheus, alertmanager, grafana: grafana() };
}

function grafana(): SystemUrls['grafana'] {
  const { GRAFANA_URL: url = '', GRAFANA_USER: user = 'admin', GRAFANA_PASSWORD: password = '' } = process.env;
  return url === '' ? undefined : { url, user, password };
}

/** The process of a service, as the supervisor wrote it down. */
export function appPid(app: AppName): number {
  const pid = livePid(app);
  if (pid === undefined) throw new Error(`no process of the ${app} is known: only a system that make start runs without containers has pid files`);
  return pid;
}

export function livePid(app: AppName): number | undefined {
  const definition = appDefinitions(STACK, stackPorts(STACK)).find(({ name }) => name === app);
  return definition === undefined ? undefined : liveRecord(definition.pidFile)?.pid;
}

async function anythingRuns(): Promise<boolean> {
  const servers = await Promise.all(SERVER_NAMES.map((name) => serverState(STACK, name)));
  const apps = await Promise.all(APP_NAMES.map((name) => appReadiness(appUrl(name, stackPorts(STACK)))));
  return servers.some(({ pid }) => pid !== undefined) || apps.some(({ ready }) => ready);
}

function npmRun(script: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '-s', script], { cwd: projectRoot(), env: { ...process.env, STACK: 'native', OBSERVATORY_RULES: 'fast' }, stdio: ['ignore', 2, 2] });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`npm run ${script} ended with exit code ${code}; see above`))));
  });
}

export interface RunningSystem {
  readonly urls: SystemUrls;
  readonly credentials: StackCredentials | undefined;
  /** Ends it, when it was the gate that started it. */
  release(): Promise<void>;
}

/** Starts the system with the rules' shortened windows, or completes what runs of it already. */
export async function runningSystem(keep: boolean): Promise<RunningSystem> {
  const wasUp = await anythingRuns();
  await npmRun('start');
  return { urls: systemUrls(), credentials: asksWho() ? stackCredentials(STACK).credentials : undefined, release: async () => (wasUp || keep ? undefined : npmRun('stop')) };
}
