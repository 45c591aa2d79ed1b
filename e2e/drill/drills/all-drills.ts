import type { Drill } from '../drill';
import { AVAILABILITY_DRILLS } from './availability.drills';
import { CAPACITY_DRILLS } from './capacity.drills';
import { CLIENT_DRILLS } from './clients.drills';
import { JOBS_DRILLS } from './jobs.drills';
import { SLO_DRILLS } from './slo.drills';
import { STORE_DRILLS } from './stores.drills';

export const DRILLS: readonly Drill[] = [...AVAILABILITY_DRILLS, ...CLIENT_DRILLS, ...JOBS_DRILLS, ...SLO_DRILLS, ...STORE_DRILLS, ...CAPACITY_DRILLS];
