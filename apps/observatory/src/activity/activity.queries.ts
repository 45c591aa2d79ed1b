import type { Freshness, MetricsSeriesResponse } from '#contracts';
import { ACTIVITY, type ActivityDocument } from '#read-model';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import type { Scope } from '../tenancy/scope';
import { activitySince } from './activity-documents';
import { seriesOf } from './recent-activity';

export class ActivityQueries {
  constructor(private readonly access: ReadModelAccess) {}

  async series(scope: Scope, minutes: number, atLeast: number | undefined): Promise<{ series: Omit<MetricsSeriesResponse, 'freshness'>; freshness: Freshness }> {
    const now = Date.now();
    const { answer, freshness } = await this.access.read<ActivityDocument, ActivityDocument[]>(scope, ACTIVITY, atLeast, (activity) => activitySince(activity, now, minutes));
    return { series: seriesOf(minutes, answer, now), freshness };
  }
}
