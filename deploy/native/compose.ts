import { execFile, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dockerAnswers } from '../docker';
import { brokerDefinitions } from './broker-users';
import { composeEnvironment, monitoringEnvironment, stackCredentials } from './credentials';
import { writeForCompose } from './monitoring';
import { projectRoot, stacksFolder } from './project';
import { BROKER_PASSWORD_VARIABLES, loginFile, passwords } from './servers/admin-login';
import { postOk } from './servers/tcp-exchange';
import type { Say } from './stack';
import { DEV_PORTS } from './stack-ports';

const run = promisify(execFile);

const composeFile = () => join(projectRoot(), 'deploy', 'compose.yaml');

/** The compose file, and the passwords beside the repository's own files. */
const filesOf = (): readonly string[] => ['--env-file', loginFile(), '-f', composeFile()];

export type Mode = 'compose' | 'native';

/** Containers where a Docker daemon with the compose plugin answers, programs of this machine elsewhere; `STACK=native` forces those. */
export async function chooseMode(wish: string | undefined, say: Say, daemonAnswers = dockerAnswers, pluginAnswers = composeAnswers): Promise<Mode> {
  if (wish === 'native') return 'native';
  if (wish !== undefined && wish !== '' && wish !== 'compose') throw new Error(`STACK is "native" or "compose", not "${wish}"`);
  if (!(await daemonAnswers())) {
    if (wish === 'compose') throw new Error('STACK=compose, but no Docker daemon answers: start Docker or unset STACK');
    return 'native';
  }
  if (await pluginAnswers()) return 'compose';
  if (wish === 'compose') throw new Error('STACK=compose, but `docker compose` is missing: install the compose plugin or unset STACK');
  say('docker       answers, but its compose plugin is missing: using the native servers');
  return 'native';
}

function composeAnswers(): Promise<boolean> {
  return run('docker', ['compose', 'version'], { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

/** Who gets in where, as the stack of this machine has it: asked for by the compose file whatever is to be done with it. */
const composeVariables = (): NodeJS.ProcessEnv => ({ ...process.env, ...composeEnvironment(stackCredentials('dev').credentials) });

function compose(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<void> {
  // Its variables must be there even to stop what runs.
  passwords();
  return new Promise((resolve, reject) => {
    const child = spawn('docker', ['compose', ...filesOf(), ...words], { stdio: ['ignore', 2, 2], cwd: projectRoot(), env: { ...composeVariables(), ...environment } });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`docker compose ${words.join(' ')} ended with exit code ${code}; see above and \`docker compose -f deploy/compose.yaml logs\``))));
  });
}

/** Lays what the broker imports when it starts: the users of the services. In the repository's own folder, since the compose file names it in every command. */
function writeBrokerDefinitions(): void {
  const all = passwords();
  const of = (user: keyof typeof BROKER_PASSWORD_VARIABLES): string => all[BROKER_PASSWORD_VARIABLES[user]];
  const users = { gateway: of('gateway'), worker: of('worker'), aggregator: of('aggregator'), monitoring: of('monitoring') };
  const folder = join(stacksFolder(), 'compose', 'broker');
  mkdirSync(folder, { recursive: true });
  // The broker is another user of the container; there are only salted hashes in it.
  writeFileSync(join(folder, 'definitions.json'), JSON.stringify(brokerDefinitions(users, { operators: { operator: of('operator') } }), null, 2), { mode: 0o644 });
}

/** Builds the images and starts everything, waiting for every health check. */
export async function composeUp(): Promise<void> {
  writeBrokerDefinitions();
  const folders = writeForCompose(join(stacksFolder(), 'compose'), monitoringEnvironment('dev'));
  await compose(['up', '--detach', '--build', '--wait', '--remove-orphans'], folders);
  // Containers that ran before have the same folders mounted, and read them again only when they are told.
  for (const port of [DEV_PORTS.prometheus, DEV_PORTS.alertmanager]) await postOk(`http://127.0.0.1:${port}/-/reload`);
}

export const composeDown = () => compose(['down', '--remove-orphans']);

/** Whether containers of this project's compose file exist. */
export async function composeIsUp(): Promise<boolean> {
  passwords();
  return run('docker', ['compose', ...filesOf(), 'ps', '--quiet'], { timeout: 10_000, env: composeVariables() }).then(
    ({ stdout }) => stdout.trim() !== '',
    () => false,
  );
}
