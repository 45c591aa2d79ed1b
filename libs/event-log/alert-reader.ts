import type { AlertSeverity } from '#contracts';
import type { Resource } from './resource-store';
import type { StorePool } from './store-pool';

/** Of an alert that holds, what has to be known to watch over it. */
export interface FiringAlert {
  readonly fingerprint: string;
  readonly name: string;
  readonly severity: AlertSeverity;
  readonly firedAt: string;
  /** When somebody last said that it holds. */
  readonly heardAt: string;
  readonly isAcknowledged: boolean;
  readonly isEscalated: boolean;
}

/** What the gateway asks the store about alerts; the changes go through the ResourceStore. */
export class AlertReader {
  constructor(private readonly pool: StorePool) {}

  /** Those of these alerts that are known, in one statement. */
  async known<S>(fingerprints: readonly string[]): Promise<Resource<S>[]> {
    return (await this.pool.query<Resource<S> & Record<string, unknown>>(KNOWN, [fingerprints])).rows;
  }

  /** Alerts that hold, by fingerprint. */
  async firing(limit: number): Promise<FiringAlert[]> {
    return (await this.pool.query<FiringAlert & Record<string, unknown>>(FIRING, [limit])).rows;
  }

  /** Alerts that were over before an instant, the earliest first. */
  async resolvedBefore(instant: string, limit: number): Promise<string[]> {
    return (await this.pool.query<{ name: string }>(RESOLVED_BEFORE, [instant, limit])).rows.map(({ name }) => name);
  }
}

const ALERT = `state -> 'alert'`;
const KNOWN = {
  name: 'known_alerts',
  text: `SELECT kind, name, stream_id AS "streamId", rev, version, tenant_id AS "tenantId", state FROM resources WHERE kind = 'alert' AND name = ANY ($1::text[])`,
};
const FIRING = {
  name: 'firing_alerts',
  text: `SELECT name AS fingerprint, ${ALERT} ->> 'name' AS name, ${ALERT} ->> 'severity' AS severity, ${ALERT} ->> 'firedAt' AS "firedAt", state ->> 'heardAt' AS "heardAt",
           (${ALERT} -> 'acknowledged') IS NOT NULL AS "isAcknowledged", (${ALERT} -> 'escalatedAt') IS NOT NULL AS "isEscalated"
         FROM resources WHERE kind = 'alert' AND (${ALERT} ->> 'state') = 'firing' ORDER BY name LIMIT $1`,
};
const RESOLVED_AT = `(${ALERT} ->> 'resolvedAt') COLLATE "C"`;
const RESOLVED_BEFORE = {
  name: 'alerts_resolved_before',
  text: `SELECT name FROM resources WHERE kind = 'alert' AND (${ALERT} ->> 'state') = 'resolved' AND ${RESOLVED_AT} < $1 ORDER BY ${RESOLVED_AT} LIMIT $2`,
};
