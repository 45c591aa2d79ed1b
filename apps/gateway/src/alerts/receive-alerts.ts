import type { AcknowledgeAlertRequest, AlertResponse, AlertWebhookRequest, AlertWebhookResponse } from '#contracts';
import type { AlertReader, Changed, Resource, ResourceStore, StoreClock } from '#event-log';
import { ApiError } from '#http';
import { counter, type CounterChild } from '#observability';
import { type AcknowledgeOutcome, type AlertRecord, decideAcknowledged, decideReported, type ReportOutcome } from './alert-record';
import { readAlert } from './read-alert';

export interface ReceiveAlertsParts {
  readonly resources: ResourceStore;
  readonly reader: AlertReader;
  readonly clock: StoreClock;
  readonly head: () => number;
}

type ReportChange = Changed<AlertRecord, ReportOutcome>;

/** Alerts as Alertmanager tells of them, and as people answer them. */
export class ReceiveAlerts {
  private readonly received: Readonly<Record<ReportOutcome, CounterChild>>;

  constructor(private readonly parts: ReceiveAlertsParts) {
    const received = counter('alertsReceived');
    const [fired, repeated, resolved, refused] = (['fired', 'repeated', 'resolved', 'refused'] as const).map((outcome) => received.labels({ outcome })) as [CounterChild, CounterChild, CounterChild, CounterChild];
    this.received = { fired, repeated, resolved, refused };
  }

  /** A body that could not be read at all. */
  noteRefusedBody(): void {
    this.received.refused.inc();
  }

  /**
   * Takes a group of alerts. Most of what Alertmanager sends is known: one statement reads all of the group, and only what is new is written, in groups of
   * its own. It may fail half way; then the caller sends it again, and the half that is there is a repetition.
   *
   * @throws StoreUnavailable, ResourceContended
   */
  async receive({ alerts }: AlertWebhookRequest, correlationId: string): Promise<AlertWebhookResponse> {
    const { resources, reader, clock, head } = this.parts;
    const counts: Record<ReportOutcome, number> = { fired: 0, repeated: 0, resolved: 0, refused: 0 };
    const reported = alerts.map(readAlert).filter((alert) => alert !== undefined);
    counts.refused = alerts.length - reported.length;
    const known = reported.length === 0 ? [] : await reader.known<AlertRecord>([...new Set(reported.map(({ fingerprint }) => fingerprint))]);
    const byFingerprint = new Map<string, Resource<AlertRecord>>(known.map((resource) => [resource.name, resource]));
    const now = new Date(clock.nowMs()).toISOString();
    const changes: Promise<ReportChange>[] = [];
    for (const alert of reported) {
      const before = byFingerprint.get(alert.fingerprint);
      const foreseen = decideReported(before?.state, alert, now);
      if (foreseen.state === undefined) counts[foreseen.outcome] += 1;
      else changes.push(resources.change<AlertRecord, ReportOutcome>('alert', alert.fingerprint, { correlationId }, (state, ctx) => decideReported(state, alert, ctx.now), before ?? 'absent'));
    }
    const settled = await Promise.allSettled(changes);
    for (const one of settled) if (one.status === 'fulfilled') counts[one.value.outcome] += 1;
    for (const outcome of Object.keys(counts) as ReportOutcome[]) this.received[outcome].inc(counts[outcome]);
    const failed = settled.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    const positions = settled.map((one) => (one.status === 'fulfilled' ? (one.value.position ?? 0) : 0));
    return { ...counts, position: Math.max(head(), ...positions) };
  }

  /** @throws ApiError not_found, alert_resolved */
  async acknowledge(fingerprint: string, { by = 'api', note }: AcknowledgeAlertRequest, correlationId: string): Promise<AlertResponse> {
    const { resources, head } = this.parts;
    const { outcome, resource, position } = await resources.change<AlertRecord, AcknowledgeOutcome>('alert', fingerprint, { correlationId }, (state, { now }) => decideAcknowledged(state, { by, note }, now));
    if (outcome === 'resolved') throw new ApiError('alert_resolved', { detail: `the alert ${fingerprint} ended at ${resource?.state.alert.endsAt}` });
    if (outcome === 'unknown' || resource === undefined) throw new ApiError('not_found', { detail: `there is no alert ${fingerprint}` });
    return { alert: resource.state.alert, position: position ?? head() };
  }
}
