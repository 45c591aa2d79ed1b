import type { Receiver } from './routes';

/** The ways to people that an installation has. Secrets are in files that Alertmanager reads itself; none is in its configuration. */
export interface Channels {
  /** Where the gateway takes Alertmanager's posts. */
  readonly webhookUrl: string;
  /** File with the bearer token of the webhook, where the gateway asks for one. */
  readonly webhookTokenFile?: string;
  readonly email?: {
    /** host:port */
    readonly smarthost: string;
    readonly from: string;
    readonly to: string;
    /** Who is told when nobody acknowledges; default: `to`. */
    readonly escalationTo?: string;
    readonly username?: string;
    readonly passwordFile?: string;
  };
  readonly slack?: {
    /** File with the URL of the incoming webhook. */
    readonly urlFile: string;
    readonly channel: string;
    readonly escalationChannel?: string;
  };
}

/**
 * The channels that an environment names. Without ALERT_SMTP_SMARTHOST there is no mail, without ALERT_SLACK_URL_FILE no Slack: the
 * receivers stay, so that routes are the same everywhere, but tell nobody. Throws an error that names what is missing.
 */
export function channelsFrom(environment: Readonly<Record<string, string | undefined>>, webhook: Pick<Channels, 'webhookUrl' | 'webhookTokenFile'>): Channels {
  const given = (name: string) => (environment[name] === '' ? undefined : environment[name]);
  const needed = (name: string, because: string): string => {
    const value = given(name);
    if (value === undefined) throw new Error(`${name} is missing: ${because} is set`);
    return value;
  };
  const smarthost = given('ALERT_SMTP_SMARTHOST');
  const urlFile = given('ALERT_SLACK_URL_FILE');
  return {
    ...webhook,
    ...(smarthost === undefined
      ? {}
      : {
          email: {
            smarthost,
            from: needed('ALERT_EMAIL_FROM', 'ALERT_SMTP_SMARTHOST'),
            to: needed('ALERT_EMAIL_TO', 'ALERT_SMTP_SMARTHOST'),
            escalationTo: given('ALERT_EMAIL_ESCALATION_TO'),
            username: given('ALERT_SMTP_USERNAME'),
            passwordFile: given('ALERT_SMTP_PASSWORD_FILE'),
          },
        }),
    ...(urlFile === undefined ? {} : { slack: { urlFile, channel: needed('ALERT_SLACK_CHANNEL', 'ALERT_SLACK_URL_FILE'), escalationChannel: given('ALERT_SLACK_ESCALATION_CHANNEL') } }),
  };
}

const TITLE = '[{{ .Status | toUpper }}] {{ .CommonLabels.severity }}: {{ .CommonLabels.alertname }} ({{ .Alerts | len }})';
const TEXT = '{{ range .Alerts }}{{ .Annotations.summary }}\n{{ .Annotations.description }}\nRunbook: {{ .Annotations.runbook_url }}\n\n{{ end }}';

/** More than a post may carry is cut here: the gateway refuses a body that is too large, and Alertmanager does not try that again. */
const MAX_ALERTS_PER_POST = 500;

/** One receiver with every channel that there is; `nobody` never has one. */
export function renderReceiver(name: Receiver, channels: Channels) {
  switch (name) {
    case 'nobody':
      return { name };
    case 'observatory': {
      const authorization = channels.webhookTokenFile === undefined ? {} : { http_config: { authorization: { credentials_file: channels.webhookTokenFile } } };
      return { name, webhook_configs: [{ url: channels.webhookUrl, send_resolved: true, max_alerts: MAX_ALERTS_PER_POST, ...authorization }] };
    }
    case 'escalation':
    case 'security':
    case 'page':
    case 'ticket':
      return { name, ...peopleChannels(channels, name === 'escalation') };
  }
}

function peopleChannels({ email, slack }: Channels, escalates: boolean) {
  return {
    ...(email === undefined ? {} : { email_configs: [{ to: escalates ? (email.escalationTo ?? email.to) : email.to, send_resolved: true, headers: { Subject: TITLE }, text: TEXT }] }),
    ...(slack === undefined
      ? {}
      : { slack_configs: [{ channel: escalates ? (slack.escalationChannel ?? slack.channel) : slack.channel, send_resolved: true, title: TITLE, text: TEXT }] }),
  };
}

/** The part of the configuration that all receivers share. */
export function renderGlobal({ email, slack }: Channels) {
  return {
    resolve_timeout: '5m',
    ...(email === undefined
      ? {}
      : {
          smtp_smarthost: email.smarthost,
          smtp_from: email.from,
          ...(email.username === undefined ? {} : { smtp_auth_username: email.username }),
          ...(email.passwordFile === undefined ? {} : { smtp_auth_password_file: email.passwordFile }),
        }),
    ...(slack === undefined ? {} : { slack_api_url_file: slack.urlFile }),
  };
}
