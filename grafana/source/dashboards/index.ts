import type { Dashboard } from '../panel';
import { infrastructure } from './infrastructure';
import { jobPipeline } from './job-pipeline';
import { projections } from './projections';
import { queuesWorkers } from './queues-workers';
import { slo } from './slo';
import { system } from './system';
import { tenants } from './tenants';

/** In the order of the documentation; Grafana sorts by title. */
export const DASHBOARDS: readonly Dashboard[] = [system, jobPipeline, queuesWorkers, projections, slo, infrastructure, tenants];
