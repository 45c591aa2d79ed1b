import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { channelsFrom } from '../../alertmanager/source/channels';
import { renderAlertmanager } from '../../alertmanager/source/render';
import { renderRules } from '../../prometheus/source/generated-files';
import { type Profile, PROFILES } from '../../prometheus/source/span';
import { targetsFrom } from '../../prometheus/source/targets';

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

/** Makes `folder` hold exactly the rules of the environment's profile. */
export function writeRules(folder: string, environment: Environment): void {
  // Also takes away a link to the repository's folder, which must not be written through.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of renderRules(profileOf(environment), targetsFrom(environment))) writeFileSync(join(folder, file), text);
}

/** Writes `alertmanager.yml`, and beside it the token of the webhook where the gateway asks for one. */
export function writeAlertmanager(folder: string, gatewayUrl: string, environment: Environment, seenFrom = folder): void {
  mkdirSync(folder, { recursive: true });
  const token = environment['GATEWAY_ALERT_WEBHOOK_TOKEN'] ?? '';
  if (token !== '') writeFileSync(join(folder, 'webhook-token'), token, { mode: 0o600 });
  const channels = channelsFrom(environment, { webhookUrl: `${gatewayUrl}/v1/alerts/webhook`, webhookTokenFile: token === '' ? undefined : join(seenFrom, 'webhook-token') });
  writeFileSync(join(folder, 'alertmanager.yml'), renderAlertmanager(profileOf(environment), channels));
}
