import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { profileOf, writeAlertmanager, writeForCompose, writeRules } from './monitoring';

interface Receiver {
  readonly name: string;
  readonly webhook_configs?: readonly { readonly url: string; readonly send_resolved: boolean; readonly http_config?: { readonly authorization: { readonly credentials_file: string } } }[];
  readonly email_configs?: readonly { readonly to: string }[];
  readonly slack_configs?: readonly { readonly channel: string }[];
}

describe('the configuration of Prometheus and Alertmanager', () => {
  let folder: string;
  const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
  const receivers = () => (parse(read('alertmanager.yml')) as { receivers: readonly Receiver[] }).receivers;
  const receiver = (name: string) => receivers().find((candidate) => candidate.name === name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'monitoring-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('has the profile that the environment asks for', () => {
    expect([profileOf({}), profileOf({ OBSERVATORY_RULES: '' }), profileOf({ OBSERVATORY_RULES: 'fast' })]).toEqual(['standard', 'standard', 'fast']);
    expect(() => profileOf({ OBSERVATORY_RULES: 'slow' })).toThrow('OBSERVATORY_RULES is "standard" or "fast", not "slow"');
  });

  it('replaces the rules of another profile, and never writes through a link', () => {
    const rules = join(folder, 'rules');
    const foreign = mkdtempSync(join(folder, 'foreign-'));
    symlinkSync(foreign, rules);
    writeRules(rules, {});
    expect(readdirSync(foreign)).toEqual([]);
    writeFileSync(join(rules, 'left-over.yml'), '');
    const standard = read('rules', 'jobs.yml');
    writeRules(rules, { OBSERVATORY_RULES: 'fast' });
    expect(readdirSync(rules)).not.toContain('left-over.yml');
    expect(read('rules', 'jobs.yml')).not.toBe(standard);
  });

  it('tells the gateway alone where no channel to people is set', () => {
    writeAlertmanager(folder, 'http://127.0.0.1:13000', {});
    expect(receiver('observatory')?.webhook_configs).toEqual([{ url: 'http://127.0.0.1:13000/v1/alerts/webhook', send_resolved: true, max_alerts: 500 }]);
    expect(receivers().filter(({ email_configs, slack_configs }) => email_configs !== undefined || slack_configs !== undefined)).toEqual([]);
  });

  it('tells people by mail and Slack where they are set; who escalates may be somebody else', () => {
    writeFileSync(join(folder, 'url'), 'https://hooks.slack.example/x\n');
    writeAlertmanager(folder, 'http://127.0.0.1:13000', {
      ALERT_SMTP_SMARTHOST: 'mail.example:587',
      ALERT_EMAIL_FROM: 'observatory@example.com',
      ALERT_EMAIL_TO: 'team@example.com',
      ALERT_EMAIL_ESCALATION_TO: 'lead@example.com',
      ALERT_SLACK_URL_FILE: join(folder, 'url'),
      ALERT_SLACK_CHANNEL: '#alerts',
    });
    expect(receiver('page')).toMatchObject({ email_configs: [{ to: 'team@example.com' }], slack_configs: [{ channel: '#alerts' }] });
    expect(receiver('escalation')).toMatchObject({ email_configs: [{ to: 'lead@example.com' }], slack_configs: [{ channel: '#alerts' }] });
    expect(receiver('nobody')).toEqual({ name: 'nobody' });
  });

  it('holds no secret itself: they are in files beside it that only their owner reads', () => {
    writeFileSync(join(folder, 'password'), 'hunter2\n');
    writeAlertmanager(folder, 'http://127.0.0.1:13000', {
      GATEWAY_ALERT_WEBHOOK_TOKEN: 'let-me-in',
      ALERT_SMTP_SMARTHOST: 'mail.example:587',
      ALERT_EMAIL_FROM: 'a@example.com',
      ALERT_EMAIL_TO: 'b@example.com',
      ALERT_SMTP_USERNAME: 'a',
      ALERT_SMTP_PASSWORD_FILE: join(folder, 'password'),
    });
    expect(read('alertmanager.yml')).not.toMatch(/hunter2|let-me-in/);
    expect(receiver('observatory')?.webhook_configs?.[0]?.http_config?.authorization.credentials_file).toBe(join(folder, 'webhook-token'));
    expect([read('webhook-token'), read('smtp-password')]).toEqual(['let-me-in', 'hunter2']);
    expect(statSync(join(folder, 'smtp-password')).mode & 0o777).toBe(0o600);
  });

  it('says which variable is missing', () => {
    expect(() => writeAlertmanager(folder, 'http://127.0.0.1:13000', { ALERT_SMTP_SMARTHOST: 'mail.example:587' })).toThrow('ALERT_EMAIL_FROM is missing: ALERT_SMTP_SMARTHOST is set');
    writeFileSync(join(folder, 'url'), 'https://hooks.slack.example/x');
    expect(() => writeAlertmanager(folder, 'http://127.0.0.1:13000', { ALERT_SLACK_URL_FILE: join(folder, 'url') })).toThrow('ALERT_SLACK_CHANNEL is missing');
  });

  it('names the paths inside the container for compose', () => {
    const folders = writeForCompose(folder, { GATEWAY_ALERT_WEBHOOK_TOKEN: 'let-me-in', AUTH_METRICS_TOKEN: 'let-me-scrape' });
    expect(folders).toEqual({ OBSERVATORY_RULES_DIR: join(folder, 'rules'), OBSERVATORY_ALERTMANAGER_DIR: join(folder, 'alertmanager'), OBSERVATORY_PROMETHEUS_FILE: join(folder, 'prometheus.yml') });
    const { scrape_configs: jobs } = parse(read('prometheus.yml')) as { scrape_configs: readonly { job_name: string; authorization?: object }[] };
    expect(jobs.filter(({ authorization }) => authorization !== undefined)).toEqual([expect.objectContaining({ job_name: 'services', authorization: { credentials: 'let-me-scrape' } })]);
    expect(read('alertmanager', 'alertmanager.yml')).toContain('credentials_file: /etc/alertmanager/webhook-token');
    expect(read('alertmanager', 'alertmanager.yml')).toContain('http://gateway:13000/v1/alerts/webhook');
  });
});
