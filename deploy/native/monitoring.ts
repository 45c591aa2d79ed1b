import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { channelsFrom } from '../../alertmanager/source/channels';
import { COMPOSE_GATEWAY, renderAlertmanager } from '../../alertmanager/source/render';
import { renderRules } from '../../prometheus/source/rendered';
import { type Profile, PROFILES } from '../../prometheus/source/span';
import { targetsFrom } from '../../prometheus/source/targets';
import { projectRoot } from './project';

/**
 * The configuration of Prometheus and Alertmanager as this environment wants it: the rules of the profile OBSERVATORY_RULES (standard, or
 * fast for the gate and the drills), limits and targets, and the channels to people. With nothing set it is what is committed.
 */
type Environment = Readonly<Record<string, string | undefined>>;

export function profileOf(environment: Environment): Profile {
  const wish = environment['OBSERVATORY_RULES'];
  if (wish === undefined || wish === '') return 'standard';
  const profile = PROFILES.find((candidate) => candidate === wish);
  if (profile === undefined) throw new Error(`OBSERVATORY_RULES is ${PROFILES.map((name) => `"${name}"`).join(' or ')}, not "${wish}"`);
  return profile;
}

/** Makes `folder` hold exactly the rules of the environment's profile. The folder itself stays: a container may have it mounted. */
export function writeRules(folder: string, environment: Environment): void {
  // A link to the repository's folder must not be written through.
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() === true) rmSync(folder);
  mkdirSync(folder, { recursive: true });
  const rules = renderRules(profileOf(environment), targetsFrom(environment));
  for (const file of readdirSync(folder)) if (!rules.has(file)) rmSync(join(folder, file));
  for (const [file, text] of rules) writeFileSync(join(folder, file), text);
}

/** Variables that name a file with a secret, and what it is called beside the configuration. */
const SECRETS = { ALERT_SMTP_PASSWORD_FILE: 'smtp-password', ALERT_SLACK_URL_FILE: 'slack-url' } as const;

/**
 * Writes `alertmanager.yml`, and beside it the secrets that it names: the token of the webhook, where the gateway asks for one, and copies
 * of the files that the environment names. `seenFrom` is the path of the folder for Alertmanager itself; in a container, where it runs as
 * nobody, it could not read what only its owner may.
 */
export function writeAlertmanager(folder: string, gatewayUrl: string, environment: Environment, seenFrom = folder): void {
  mkdirSync(folder, { recursive: true });
  const mode = seenFrom === folder ? 0o600 : 0o644;
  const keep = (name: string, secret: string): string => {
    rmSync(join(folder, name), { force: true });
    writeFileSync(join(folder, name), secret, { mode });
    return join(seenFrom, name);
  };
  const token = environment['GATEWAY_ALERT_WEBHOOK_TOKEN'] ?? '';
  const files = Object.entries(SECRETS).flatMap(([variable, name]): [string, string][] => {
    const source = environment[variable] ?? '';
    return source === '' ? [] : [[variable, keep(name, readFileSync(source, 'utf8').trim())]];
  });
  const channels = channelsFrom({ ...environment, ...(Object.fromEntries(files) as Record<string, string>) }, {
    webhookUrl: `${gatewayUrl}/v1/alerts/webhook`,
    webhookTokenFile: token === '' ? undefined : keep('webhook-token', token),
  });
  writeFileSync(join(folder, 'alertmanager.yml'), renderAlertmanager(profileOf(environment), channels));
}

/**
 * The configuration of Prometheus: that of the repository, and where the services ask who scrapes them, what it shows them.
 *
 * @param authorization a line of its `authorization`, either `credentials_file: …` or `credentials: …`
 */
export function prometheusConfiguration(authorization: string | undefined): string {
  const text = readFileSync(join(projectRoot(), 'prometheus', 'prometheus.yml'), 'utf8');
  return authorization === undefined ? text : text.replace('  - job_name: services\n', `  - job_name: services\n    authorization:\n      ${authorization}\n`);
}

/** Lays all of it for the containers, and names the folders and the file in the variables that the compose file mounts them by. */
export function writeForCompose(folder: string, environment: Environment): Readonly<Record<string, string>> {
  const [rules, alertmanager, prometheus] = [join(folder, 'rules'), join(folder, 'alertmanager'), join(folder, 'prometheus.yml')];
  const token = environment['AUTH_METRICS_TOKEN'] ?? '';
  writeRules(rules, environment);
  writeAlertmanager(alertmanager, COMPOSE_GATEWAY, environment, '/etc/alertmanager');
  // Readable to everybody, since Prometheus runs as nobody there; a file beside it would be no safer.
  writeFileSync(prometheus, prometheusConfiguration(token === '' ? undefined : `credentials: ${token}`), { mode: 0o644 });
  return { OBSERVATORY_RULES_DIR: rules, OBSERVATORY_ALERTMANAGER_DIR: alertmanager, OBSERVATORY_PROMETHEUS_FILE: prometheus };
}
