import type { OverviewResponse } from '#contracts';
import {
  ACTIVITY, type ActivityDocument, type AlertDocument, ALERTS, type ErrorDocument, ERRORS, type JobDocument, JOBS, type NarrowedDocuments, NO_ALERTS, NO_JOBS, OVERVIEW, TENANT_OVERVIEW, toAlert, toErrorGroup,
} from '#read-model';
import { type GivenAnswer, givenAnswer, type OpenAnswer, openAnswer } from '../answers/open-answer';
import { activitySince } from '../activity/activity-documents';
import { windowOf } from '../activity/recent-activity';
import { oldestWaiting } from '../queues/oldest-waiting';
import type { ReadModelAccess, Shown } from '../read-model-access/read-model-access';
import { SharedAnswers } from '../read-model-access/shared-answers';
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

const MODELS = [OVERVIEW, TENANT_OVERVIEW, ACTIVITY, JOBS, ALERTS, ERRORS] as const;

/** Scopes whose overviews are remembered. */
const MOST_SCOPES = 200;

/** The system at a glance: few small reads, all at once. */
export class OverviewQueries {
  private readonly overviews = new SharedAnswers<OpenAnswer>(MOST_SCOPES);

  constructor(
    private readonly access: ReadModelAccess,
    private readonly services: ServicesQueries,
  ) {}

  /**
   * However many look at it, it is read a bounded number of times.
   *
   * @returns an `OverviewResponse` as JSON, and its tag
   */
  async overview(scope: Scope, atLeast: number | undefined): Promise<GivenAnswer> {
    const { answer, freshness } = await this.access.readShared(scope, MODELS, atLeast, { answers: this.overviews, question: '' }, (shown) => this.read(scope, shown));
    return givenAnswer(answer, freshness);
  }

  private async read(scope: Scope, shown: Shown): Promise<OpenAnswer> {
    const now = Date.now();
    // What runs the platform is shown to those who run it.
    const { isOfPlatform } = scope;
    const [services, projections, counts, activity, oldest, alerts, errors] = await Promise.all([
      isOfPlatform ? this.services.list() : [],
      isOfPlatform ? this.access.freshness() : [],
      countsOf(shown, scope),
      activitySince(shown.of<ActivityDocument>(ACTIVITY), now, Math.max(...WINDOWS)),
      oldestWaiting(shown.of<JobDocument>(JOBS), undefined, now),
      isOfPlatform ? firing(shown.of<AlertDocument>(ALERTS)) : [],
      mostFrequentSince(shown.of<ErrorDocument>(ERRORS), new Date(now - HOUR_MS).toISOString()),
    ]);
    const overview: Omit<OverviewResponse, 'freshness'> = {
      ...(counts ?? NOTHING),
      windows: WINDOWS.map((minutes) => windowOf(minutes, activity, now)),
      oldestWaiting: oldest,
      projections: projections.sort((a, b) => (a.projection < b.projection ? -1 : 1)),
      services,
      stores: storesOf(services),
      activeAlerts: alerts.map(toAlert),
      topErrors: errors.map(toErrorGroup),
    };
    return openAnswer(JSON.stringify(overview).slice(0, -1));
  }
}

function firing(alerts: NarrowedDocuments<AlertDocument>): Promise<AlertDocument[]> {
  return alerts.find({ state: 'firing' }, OPTIONS).sort({ _id: -1 }).limit(ALERTS_SHOWN).toArray();
}

function mostFrequentSince(errors: NarrowedDocuments<ErrorDocument>, since: string): Promise<ErrorDocument[]> {
  return errors.find({ lastSeen: { $gte: since } }, { ...OPTIONS, hint: 'last_seen' }).sort({ count: -1, _id: -1 }).limit(ERRORS_SHOWN).toArray();
}
