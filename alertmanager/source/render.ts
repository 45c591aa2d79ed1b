import { GENERATED, yaml } from '../../prometheus/source/render-rules';
import { ALERTS } from '../../prometheus/source/rule-files';
import type { Profile } from '../../prometheus/source/span';
import { type Channels, renderGlobal, renderReceiver } from './channels';
import { inhibitions } from './inhibitions';
import { RECEIVERS, routes } from './routes';

/** The gateway inside the compose network. */
export const COMPOSE_GATEWAY = 'http://gateway:13000';

/** The committed configuration is the one that compose uses without any channel to people. */
export const COMPOSE_CHANNELS: Channels = { webhookUrl: `${COMPOSE_GATEWAY}/v1/alerts/webhook` };

/** Alertmanager's whole configuration as text. */
export function renderAlertmanager(profile: Profile, channels: Channels): string {
  return (
    GENERATED +
    yaml({
      global: renderGlobal(channels),
      route: routes(profile),
      receivers: RECEIVERS.map((name) => renderReceiver(name, channels)),
      inhibit_rules: inhibitions(ALERTS),
    })
  );
}
