import type { JobDocument, Projector, ReadModelDocument } from '#read-model';
import { activityProjector } from './activity/activity.projector';
import { alertsProjector } from './alerts/alerts.projector';
import { errorsProjector } from './errors/errors.projector';
import { jobsProjector } from './jobs/jobs.projector';
import { overviewProjector, tenantOverviewProjector } from './overview/overview.projector';
import { resourcesProjector } from './resources/resources.projector';
import { schedulesProjector } from './schedules/schedules.projector';
import { timelineProjector } from './timeline/timeline.projector';

/** A projector whose document type only it and its readers know. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of projectors of different documents has no narrower common type
export type AnyProjector = Projector<any> & Projector<ReadModelDocument>;

/** Every read model that this service keeps. A new one is a folder beside these and a line here. */
export const READ_MODELS: readonly AnyProjector[] = [
  jobsProjector as AnyProjector,
  timelineProjector as AnyProjector,
  overviewProjector as AnyProjector,
  tenantOverviewProjector as AnyProjector,
  schedulesProjector as AnyProjector,
  alertsProjector as AnyProjector,
  resourcesProjector as AnyProjector,
  errorsProjector as AnyProjector,
  activityProjector as AnyProjector,
];

/** The same, with the projector of jobs as somebody wraps it. */
export function readModelsWith(wrap: (jobs: Projector<JobDocument>) => Projector<JobDocument>): readonly AnyProjector[] {
  return READ_MODELS.map((projector) => (projector === (jobsProjector as AnyProjector) ? (wrap(jobsProjector) as AnyProjector) : projector));
}
