import type { Alert, Freshness } from '#contracts';
import { type AlertDocument, alertId, ALERTS, type DocumentFilter, toAlert } from '#read-model';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import { decodeCursor, encodeCursor } from './alert-cursor';
import type { Scope } from '../tenancy/scope';
import type { PageQuery } from '../read-model-access/page.query';
import type { ListAlertsQuery } from './alerts.query';

const LIST_TIMEOUT_MS = 5_000;

export interface AlertPage {
  readonly items: Alert[];
  readonly nextCursor: string | undefined;
  readonly freshness: Freshness;
}

export class AlertsQueries {
  constructor(private readonly access: ReadModelAccess) {}

  /** A page of occurrences, the latest first. */
  list(scope: Scope, { state, severity, category, ...page }: ListAlertsQuery): Promise<AlertPage> {
    return this.page(scope, { ...(state && { state }), ...(severity && { severity }), ...(category !== undefined && { category }) }, page);
  }

  /** Every time that one alert held, the latest first. */
  history(scope: Scope, fingerprint: string, page: PageQuery): Promise<AlertPage> {
    return this.page(scope, { fingerprint }, page);
  }

  private async page(scope: Scope, matches: DocumentFilter<AlertDocument>, { limit, cursor, atLeast }: PageQuery): Promise<AlertPage> {
    const filter: DocumentFilter<AlertDocument> = { ...matches, ...(cursor !== undefined && { _id: { $lt: decodeCursor(cursor) } }) };
    const { answer, freshness } = await this.access.read<AlertDocument, AlertDocument[]>(scope, ALERTS, atLeast, (alerts) =>
      alerts
        .find(filter, { readConcern: 'majority', maxTimeMS: LIST_TIMEOUT_MS })
        .sort({ _id: -1 })
        .limit(limit + 1)
        .toArray(),
    );
    const items = answer.slice(0, limit).map(toAlert);
    const last = items.at(-1);
    return { items, nextCursor: answer.length > limit && last ? encodeCursor(alertId(last)) : undefined, freshness };
  }
}
