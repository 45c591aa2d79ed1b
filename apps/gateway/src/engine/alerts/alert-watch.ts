import { type AlertSeverity, ALERT_SEVERITIES } from '#contracts';
import { type AlertReader, type FiringAlert, type ResourceStore, type StoreClock } from '#event-log';
import { gauge, type GaugeChild, type Logger } from '#observability';
import { Looks } from '../looks';
import { type AlertRecord, decideEscalated, decideForgotten, decideSilent, mayEscalate } from '../../alerts/alert-record';

const LOOK_EVERY_MS = 5_000;
/** Alerts that hold at once, beyond all reason. */
const MOST_FIRING = 10_000;
const FORGET_EVERY_MS = 60_000;
const FORGET_ROUND = 500;

export interface AlertWatchParts {
  readonly resources: ResourceStore;
  readonly reader: AlertReader;
  readonly clock: StoreClock;
  readonly logger: Logger;
  /** A critical alert that is not acknowledged for so long is escalated. */
  readonly escalateAfterMs: number;
  /** An alert that holds and of which Alertmanager has not spoken for so long is over: some of its repetitions. */
  readonly silenceMs: number;
  /** An alert that ended so long ago is forgotten; the log has it. */
  readonly keepResolvedMs: number;
}

/**
 * Watches over alerts where the relay leads: escalates critical ones that nobody acknowledges, tells Prometheus how many there are, forgets those that
 * ended long ago. What makes an escalation happen once is the compare-and-swap on the alert: a leader that dies before it leaves it to the
 * next one, and one that dies after it has written it.
 */
export class AlertWatch {
  private readonly unacknowledged: ReadonlyMap<AlertSeverity, GaugeChild>;
  private readonly oldest = gauge('alertUnacknowledgedSeconds').labels({});
  private readonly looks: Looks;
  private leadsSinceMs = Number.POSITIVE_INFINITY;
  private forgotAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly parts: AlertWatchParts) {
    const unacknowledged = gauge('alertsUnacknowledged');
    this.unacknowledged = new Map(ALERT_SEVERITIES.map((severity) => [severity, unacknowledged.labels({ severity })]));
    this.looks = new Looks(() => this.lookOnce(), { everyMs: LOOK_EVERY_MS, logger: parts.logger, failure: 'alerts could not be watched' });
    this.tell([]);
  }

  start(): void {
    if (this.looks.running) return;
    this.leadsSinceMs = this.parts.clock.nowMs();
    this.looks.start();
  }

  stop(): void {
    this.looks.stop();
    this.tell([]);
  }

  sent({ type }: { readonly type: string }): void {
    if (type.startsWith('alert.') && type !== 'alert.escalated') this.looks.soon();
  }

  look(): Promise<void> {
    return this.looks.now();
  }

  private async lookOnce(): Promise<void> {
    const firing = await this.parts.reader.firing(MOST_FIRING);
    if (!this.looks.running) return;
    this.tell(firing);
    const dueBefore = new Date(this.parts.clock.nowMs() - this.parts.escalateAfterMs).toISOString();
    for (const { fingerprint } of firing.filter((alert) => isDue(alert, dueBefore))) await this.escalate(fingerprint);
    await this.endSilent(firing);
    await this.forget();
  }

  private async escalate(fingerprint: string): Promise<void> {
    const { resources, escalateAfterMs, logger } = this.parts;
    const { outcome, resource } = await resources.change<AlertRecord, 'escalated' | 'not_due'>('alert', fingerprint, { correlationId: `alert:${fingerprint}` }, (state, { now }) => decideEscalated(state, escalateAfterMs, now));
    if (outcome === 'escalated') logger.warn({ fingerprint, alert: resource?.state.alert.name }, 'nobody has acknowledged a critical alert; it is escalated');
  }

  /** While no gateway was there nobody could be heard, so a leader listens for as long itself before it believes a silence. */
  private async endSilent(firing: readonly FiringAlert[]): Promise<void> {
    const { clock, resources, silenceMs, logger } = this.parts;
    const nowMs = clock.nowMs();
    if (nowMs - this.leadsSinceMs < silenceMs) return;
    const heardBefore = new Date(nowMs - silenceMs).toISOString();
    for (const { fingerprint, name } of firing.filter(({ heardAt }) => heardAt < heardBefore)) {
      const { outcome } = await resources.change<AlertRecord, 'resolved' | 'heard'>('alert', fingerprint, { correlationId: `alert:${fingerprint}` }, (state, { now }) => decideSilent(state, heardBefore, now));
      if (outcome === 'resolved') logger.info({ fingerprint, alert: name }, 'nobody speaks of an alert any more; it is taken to be over');
    }
  }

  private async forget(): Promise<void> {
    const { clock, reader, resources, keepResolvedMs } = this.parts;
    const nowMs = clock.nowMs();
    if (nowMs - this.forgotAtMs < FORGET_EVERY_MS) return;
    this.forgotAtMs = nowMs;
    const before = new Date(nowMs - keepResolvedMs).toISOString();
    const names = await reader.resolvedBefore(before, FORGET_ROUND);
    await Promise.all(names.map((name) => resources.change<AlertRecord, unknown>('alert', name, { correlationId: `alert:${name}` }, (state) => decideForgotten(state, before))));
  }

  private tell(firing: readonly FiringAlert[]): void {
    const waiting = firing.filter(({ isAcknowledged }) => !isAcknowledged);
    for (const [severity, child] of this.unacknowledged) child.set(waiting.filter((alert) => alert.severity === severity).length);
    const critical = waiting.filter((alert) => mayEscalate({ ...asAlert(alert), escalatedAt: undefined })).map(({ firedAt }) => Date.parse(firedAt));
    this.oldest.set(critical.length === 0 ? 0 : Math.max(0, this.parts.clock.nowMs() - Math.min(...critical)) / 1_000);
  }
}

function isDue(alert: FiringAlert, dueBefore: string): boolean {
  return alert.firedAt <= dueBefore && mayEscalate(asAlert(alert));
}

function asAlert({ name, severity, firedAt, isAcknowledged, isEscalated }: FiringAlert) {
  return { name, severity, state: 'firing' as const, acknowledged: isAcknowledged ? { at: firedAt, by: '' } : undefined, escalatedAt: isEscalated ? firedAt : undefined };
}
