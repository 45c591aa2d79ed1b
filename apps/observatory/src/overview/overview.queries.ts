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

interface Overview {
  readonly overview: Omit<OverviewResponse, 'freshness'>;
  readonly freshness: Freshness;
}

/** Nobody sees a difference that came within this time. */
const SHARED_FOR_MS = 25;

/** The system at a glance: few small reads, all at once. */
export class OverviewQueries {
  private latest: Promise<Overview> | undefined;
  private latestAt = -Infinity;
  /** The highest position that was told, and of which life of the log. */
  private told = 0;
  private epoch = '';

  constructor(
    private readonly access: ReadModelAccess,
    private readonly services: ServicesQueries,
  ) {}

  /**
   * However many look at it, it is read a bounded number of times. What is shared is never behind what was told to anybody before the question: then it is
   * read once more.
   */
  async overview(atLeast: number | undefined): Promise<Overview> {
    const { told } = this;
    const shared = atLeast === undefined ? await this.shared() : undefined;
    const overview = shared !== undefined && shared.freshness.position >= told ? shared : await this.read(atLeast);
    // Positions of another life of the log begin anew.
    this.told = overview.freshness.epoch === this.epoch ? Math.max(this.told, overview.freshness.position) : overview.freshness.position;
    this.epoch = overview.freshness.epoch;
    return overview;
  }

  private shared(): Promise<Overview> {
    const now = performance.now();
    if (this.latest === undefined || now - this.latestAt > SHARED_FOR_MS) {
      this.latestAt = now;
      const reading = this.read(undefined);
      this.latest = reading;
      reading.catch(() => {
        if (this.latest === reading) this.latest = undefined;
      });
    }
    return this.latest;
  }

  private async read(atLeast: number | undefined): Promise<Overview> {
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
