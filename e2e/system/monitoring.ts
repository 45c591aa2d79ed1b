import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '#testing';
import { installTools, requireTool } from '../../deploy/native';
import { freePort } from './app-process';

export interface MonitoringOptions {
  /** Rules of Prometheus, in its own format. */
  readonly rules: string;
  /** Scraped twice a second; host and port. */
  readonly target: string;
  /** Where Alertmanager posts to, at once. */
  readonly webhook: string;
  readonly token: string;
}

/** A real Prometheus with a real Alertmanager, whose clocks are as fast as they go: for what happens between a rule and the system. */
export class Monitoring {
  private readonly running: ChildProcess[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'monitoring-'));

  static async start(options: MonitoringOptions): Promise<Monitoring> {
    await installTools(['prometheus', 'alertmanager'], (line) => process.stderr.write(`${line}\n`));
    const monitoring = new Monitoring();
    const [alertmanager, prometheus] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
    const file = (name: string, content: object | string): string => {
      const path = join(monitoring.folder, name);
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
      return path;
    };
    // Both read JSON, which is YAML.
    const alertmanagerFile = file('alertmanager.yml', {
      route: { receiver: 'observatory', group_by: ['alertname'], group_wait: '0s', group_interval: '1s', repeat_interval: '2s' },
      receivers: [{ name: 'observatory', webhook_configs: [{ url: options.webhook, send_resolved: true, max_alerts: 500, http_config: { authorization: { credentials: options.token } } }] }],
    });
    file('rules.yml', options.rules);
    const prometheusFile = file('prometheus.yml', {
      global: { scrape_interval: '500ms', scrape_timeout: '500ms', evaluation_interval: '500ms' },
      rule_files: ['rules.yml'],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
      scrape_configs: [{ job_name: 'target', static_configs: [{ targets: [options.target] }] }],
    });
    monitoring.run('alertmanager', [`--config.file=${alertmanagerFile}`, `--storage.path=${join(monitoring.folder, 'am')}`, `--web.listen-address=${alertmanager}`, '--cluster.listen-address=']);
    monitoring.run('prometheus', [`--config.file=${prometheusFile}`, `--storage.tsdb.path=${join(monitoring.folder, 'data')}`, `--web.listen-address=${prometheus}`, '--rules.alert.resend-delay=1s']);
    const ready = (address: string) => eventually(async () => (await fetch(`http://${address}/-/ready`)).status === 200, { timeoutMs: 30_000, message: `${address} is ready` });
    await Promise.all([ready(alertmanager), ready(prometheus)]);
    return monitoring;
  }

  async stop(): Promise<void> {
    for (const child of this.running) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(tool: 'prometheus' | 'alertmanager', args: readonly string[]): void {
    this.running.push(spawn(requireTool(tool), args, { cwd: this.folder, stdio: 'ignore' }));
  }
}
