import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { assertAppPortsFree, migrate, startApps, stopApps } from './apps/apps';
import { appUrl } from './apps/app-definitions';
import { chooseMode, composeDown, composeIsUp, composeUp, type Mode } from './compose';
import { asksWho, credentialsFile, keyOf, monitoringEnvironment, stackCredentials } from './credentials';
import { type FirstJob, runFirstJob, timelineLines } from './first-job';
import { MONGO_EXPRESS_USER, PGADMIN_USER, withAdmin } from './servers/admin-login';
import { ADMIN_NAMES } from './servers/server';
import { runningServers, type Say, SERVER_NAMES, stackPorts, stackUrls, startStack, stopStack } from './stack';
import { DEV_PORTS, recordPorts } from './stack-ports';
import { allReady, statusJson, statusOf, statusTable } from './status';

/** `make start`, `make stop`, `make status`. Progress goes to standard error, results to standard output. */
const STACK = 'dev';

const say: Say = (line) => process.stderr.write(`${line}\n`);

const mode = (quiet = false): Promise<Mode> => chooseMode(process.env['STACK'], quiet ? () => undefined : say);

/** The key with which this machine's own scripts ask; undefined where nobody is asked. */
const demoKey = (): string | undefined => (asksWho() ? keyOf(stackCredentials(STACK).credentials, 'demo') : undefined);

async function start(): Promise<number> {
  const isFirst = !existsSync(credentialsFile(STACK));
  const started = Date.now();
  const chosen = await mode();
  if (chosen === 'compose') {
    // The compose file knows no other ports, whatever a native start once chose.
    recordPorts(STACK, DEV_PORTS);
    await composeUp();
  } else {
    await assertAppPortsFree(STACK);
    await startStack(STACK, { say, environment: monitoringEnvironment(STACK), servers: withAdmin() ? [...SERVER_NAMES, ...ADMIN_NAMES] : SERVER_NAMES });
    await migrate(STACK, say);
    await startApps(STACK, say);
  }
  const ports = stackPorts(STACK);
  const gateway = appUrl('gateway', ports);
  const observatory = appUrl('observatory', ports);
  say('first job    submitting an http.request');
  // Inside compose the worker reaches the observatory by its service name, not on the loopback of its own container.
  const first = await runFirstJob(gateway, observatory, chosen === 'compose' ? 'http://observatory:13003/healthz' : `${observatory}/healthz`, demoKey());
  process.stdout.write(`${summary(first, gateway, observatory, chosen)}${access(isFirst)}\n\nready after ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  return 0;
}

/** Once: who comes later finds them in the file, which its owner alone may read. */
function access(isFirst: boolean): string {
  if (!asksWho()) return '';
  const { credentials } = stackCredentials(STACK);
  if (!isFirst) return `\n\nThe administrator's password and the demo key are in ${relative(process.cwd(), credentialsFile(STACK))}.`;
  return `\n\nSign in as      ${credentials.admin.name}   password ${credentials.admin.password}\nThe demo key    ${keyOf(credentials, 'demo')}\nThey are shown this once; ${relative(process.cwd(), credentialsFile(STACK))} keeps them for the scripts of this machine.`;
}

function summary({ job, timeline, position }: FirstJob, gateway: string, observatory: string, chosen: Mode): string {
  const ports = stackPorts(STACK);
  const urls = stackUrls(STACK);
  const running = runningServers(STACK);
  const withKey = asksWho() ? ' -H "authorization: Bearer $KEY"' : '';
  const more = [
    ...(chosen === 'compose' ? ['Grafana                http://127.0.0.1:13080    admin / GRAFANA_PASSWORD of .env'] : []),
    ...(chosen === 'compose' || running.includes('pgadmin') ? [`pgAdmin                ${urls.pgadmin}    ${PGADMIN_USER} / PGADMIN_PASSWORD of .env`] : []),
    ...(chosen === 'compose' || running.includes('mongo-express') ? [`mongo-express          ${urls['mongo-express']}    ${MONGO_EXPRESS_USER} / MONGO_EXPRESS_PASSWORD of .env`] : []),
  ];
  return `
The web console         ${observatory}/
Everything on one page  ${observatory}/platform
The terminal console    npm run tui

A first job: http.request ${job.id} is ${job.status}
${timelineLines(timeline).join('\n')}

gateway                ${gateway}    Swagger ${gateway}/docs
observatory            ${observatory}    Swagger ${observatory}/docs
worker                 ${appUrl('worker', ports)}    Swagger ${appUrl('worker', ports)}/docs
aggregator             ${appUrl('aggregator', ports)}    Swagger ${appUrl('aggregator', ports)}/docs
RabbitMQ management    ${urls.rabbitmqManagement}    ${chosen === 'compose' ? 'operator / BROKER_OPERATOR_PASSWORD of .env' : 'guest / guest'}
Prometheus             ${urls.prometheus}
Alertmanager           ${urls.alertmanager}
${more.map((line) => `${line}\n`).join('')}
Submit a job, and watch it:
${asksWho() ? `  KEY=$(node -p "require('./.stack/${STACK}/credentials.json').keys[0].key")\n` : ''}  curl -i ${gateway}/v1/jobs${withKey} -H 'content-type: application/json' -d '${JSON.stringify({ type: 'simulate.work', payload: { durationMs: 500 } })}'
  curl${withKey} '${observatory}/v1/jobs/${job.id}/timeline?atLeast=${position}'
  curl${withKey} '${observatory}/v1/overview'

make status shows what is up, make stop ends it.`;
}

async function stop(): Promise<number> {
  const wasContainers = (await mode(true)) === 'compose' && (await composeIsUp());
  if (wasContainers) await composeDown();
  const hadApps = await stopApps(STACK, say);
  const hadServers = await stopStack(STACK, { say });
  say(wasContainers || hadApps || hadServers ? 'stopped; the data stays (.stack/dev, or the compose volumes)' : 'nothing was running');
  return 0;
}

async function status(words: readonly string[]): Promise<number> {
  const now = await statusOf(STACK, await mode(true));
  process.stdout.write(`${words.includes('--json') ? statusJson(now) : statusTable(now)}\n`);
  return allReady(now) ? 0 : 1;
}

async function main([verb, ...words]: string[]): Promise<number> {
  switch (verb) {
    case 'start':
      return start();
    case 'stop':
      return stop();
    case 'status':
      return status(words);
    default:
      say('usage: make start | make stop | make status');
      return 64;
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    say(`\n${error.message}\n\nWhat runs stays up: make status shows it, make stop ends it, make start tries again.`);
    process.exit(1);
  },
);
