import type { Freshness, OverviewResponse } from '#contracts';
import {
  ACTIVITY, type ActivityDocument, type AlertDocument, ALERTS, type DocumentCollection, type ErrorDocument, ERRORS, type JobDocument, JOBS, NO_ALERTS, NO_JOBS, OVERVIEW, OVERVIEW_ID, type OverviewDocument, toAlert,
  toErrorGroup,
} from '#read-model';
import { activitySince } from '../activity/activity-documents';
import { windowOf } from '../activity/recent-activity';
import { oldestWaiting } from '../queues/oldest-waiting';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import { storesOf } from '../services/service-health';
import type { ServicesQueries } from '../services/services.queries';

const WINDOWS = [1, 5, 60] as const;
const HOUR_MS = 3_600_000;
const ALERTS_SHOWN = 20;
const ERRORS_SHOWN = 5;
const OPTIONS = { readConcern: 'majority', maxTimeMS: 5_000 } as const;
const NOTHING = { counts: { ...NO_JOBS }, submitted: 0, completed: 0, failed: 0, cancelled: 0, retried: 0, lost: 0, queues: [], alerts: { ...NO_ALERTS } };

/** The system at a glance: few small reads, all at once. */
export class OverviewQueries {
  constructor(
    private readonly access: ReadModelAccess,
    private readonly services: ServicesQueries,
  ) {}

  async overview(atLeast: number | undefined): Promise<{ overview: Omit<OverviewResponse, 'freshness'>; freshness: Freshness }> {
    const now = Date.now();
    const [services, projections, { answer, freshness }] = await Promise.all([
      this.services.list(),
      this.access.freshness(),
      this.access.readTogether([OVERVIEW, ACTIVITY, JOBS, ALERTS, ERRORS], atLeast, (documentsOf) =>
        Promise.all([
          documentsOf<OverviewDocument>(OVERVIEW).findOne({ _id: OVERVIEW_ID }, OPTIONS),
          activitySince(documentsOf<ActivityDocument>(ACTIVITY), now, Math.max(...WINDOWS)),
          oldestWaiting(documentsOf<JobDocument>(JOBS), undefined, now),
          firing(documentsOf<AlertDocument>(ALERTS)),
          mostFrequentSince(documentsOf<ErrorDocument>(ERRORS), new Date(now - HOUR_MS).toISOString()),
        ]),
      ),
    ]);
    const [document, activity, oldest, alerts, errors] = answer;
    const { _id, version, position, ...counts } = document ?? { ...NOTHING, _id: OVERVIEW_ID, version: 0, position: 0 };
    const overview = {
      ...counts,
      windows: WINDOWS.map((minutes) => windowOf(minutes, activity, now)),
      oldestWaiting: oldest,
      projections: projections.sort((a, b) => (a.projection < b.projection ? -1 : 1)),
      services,
      stores: storesOf(services),
      activeAlerts: alerts.map(toAlert),
      topErrors: errors.map(toErrorGroup),
    };
    return { overview, freshness };
  }
}

function firing(alerts: DocumentCollection<AlertDocument>): Promise<AlertDocument[]> {
  return alerts.find({ state: 'firing' }, OPTIONS).sort({ _id: -1 }).limit(ALERTS_SHOWN).toArray();
}

function mostFrequentSince(errors: DocumentCollection<ErrorDocument>, since: string): Promise<ErrorDocument[]> {
  return errors.find({ lastSeen: { $gte: since } }, { ...OPTIONS, hint: 'last_seen' }).sort({ count: -1, _id: -1 }).limit(ERRORS_SHOWN).toArray();
}
