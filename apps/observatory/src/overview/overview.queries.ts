import type { Freshness, OverviewResponse } from '#contracts';
import {
  ACTIVITY, type ActivityDocument, type AlertDocument, ALERTS, type ErrorDocument, ERRORS, type JobDocument, JOBS, type NarrowedDocuments, NO_ALERTS, NO_JOBS, OVERVIEW, TENANT_OVERVIEW, toAlert, toErrorGroup,
} from '#read-model';
import { activitySince } from '../activity/activity-documents';
import { windowOf } from '../activity/recent-activity';
import { oldestWaiting } from '../queues/oldest-waiting';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import { storesOf } from '../services/service-health';
import type { Scope } from '../tenancy/scope';
import { countsOf } from './counts';
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

/** Scopes whose overviews are remembered. */
const MOST_SCOPES = 200;

interface Latest {
  reading: Promise<Overview> | undefined;
  at: number;
  /** The highest position that was told, and of which life of the log. */
  told: number;
  epoch: string;
}

/** Nobody sees a difference that came within this time. */
const SHARED_FOR_MS = 25;

/** The system at a glance: few small reads, all at once. */
export class OverviewQueries {
  /** Of each scope that is looked at, the overview that was read last. */
  private readonly latest = new Map<string, Latest>();

  constructor(
    private readonly access: ReadModelAccess,
    private readonly services: ServicesQueries,
  ) {}

  /**
   * However many look at it, it is read a bounded number of times. What is shared is never behind what was told to anybody before the question: then it is
   * read once more.
   */
  async overview(scope: Scope, atLeast: number | undefined): Promise<Overview> {
    const latest = this.latestOf(scope);
    const { told } = latest;
    const shared = atLeast === undefined ? await this.shared(scope, latest) : undefined;
    const overview = shared !== undefined && shared.freshness.position >= told ? shared : await this.read(scope, atLeast);
    // Positions of another life of the log begin anew.
    latest.told = overview.freshness.epoch === latest.epoch ? Math.max(latest.told, overview.freshness.position) : overview.freshness.position;
    latest.epoch = overview.freshness.epoch;
    return overview;
  }

  private latestOf({ key }: Scope): Latest {
    const latest = this.latest.get(key) ?? { reading: undefined, at: -Infinity, told: 0, epoch: '' };
    // To the end of the line of those that are forgotten first.
    this.latest.delete(key);
    this.latest.set(key, latest);
    for (const [oldest] of this.latest) {
      if (this.latest.size <= MOST_SCOPES) break;
      this.latest.delete(oldest);
    }
    return latest;
  }

  private shared(scope: Scope, latest: Latest): Promise<Overview> {
    const now = performance.now();
    if (latest.reading === undefined || now - latest.at > SHARED_FOR_MS) {
      latest.at = now;
      const reading = this.read(scope, undefined);
      latest.reading = reading;
      reading.catch(() => {
        if (latest.reading === reading) latest.reading = undefined;
      });
    }
    return latest.reading;
  }

  private async read(scope: Scope, atLeast: number | undefined): Promise<Overview> {
    const now = Date.now();
    // What runs the platform is shown to those who run it.
    const { isOfPlatform } = scope;
    const [services, projections, { answer, freshness }] = await Promise.all([
      isOfPlatform ? this.services.list() : [],
      isOfPlatform ? this.access.freshness() : [],
      this.access.readTogether(scope, [OVERVIEW, TENANT_OVERVIEW, ACTIVITY, JOBS, ALERTS, ERRORS], atLeast, (shown) =>
        Promise.all([
          countsOf(shown, scope),
          activitySince(shown.of<ActivityDocument>(ACTIVITY), now, Math.max(...WINDOWS)),
          oldestWaiting(shown.of<JobDocument>(JOBS), undefined, now),
          isOfPlatform ? firing(shown.of<AlertDocument>(ALERTS)) : [],
          mostFrequentSince(shown.of<ErrorDocument>(ERRORS), new Date(now - HOUR_MS).toISOString()),
        ]),
      ),
    ]);
    const [counts, activity, oldest, alerts, errors] = answer;
    const overview = {
      ...(counts ?? NOTHING),
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

function firing(alerts: NarrowedDocuments<AlertDocument>): Promise<AlertDocument[]> {
  return alerts.find({ state: 'firing' }, OPTIONS).sort({ _id: -1 }).limit(ALERTS_SHOWN).toArray();
}

function mostFrequentSince(errors: NarrowedDocuments<ErrorDocument>, since: string): Promise<ErrorDocument[]> {
  return errors.find({ lastSeen: { $gte: since } }, { ...OPTIONS, hint: 'last_seen' }).sort({ count: -1, _id: -1 }).limit(ERRORS_SHOWN).toArray();
}
