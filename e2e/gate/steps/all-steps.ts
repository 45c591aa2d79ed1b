import type { Step } from '../step';
import { alertsStep } from './alerts.step';
import { boundaryStep } from './boundary.step';
import { consistencyStep } from './consistency.step';
import { contractsStep } from './contracts.step';
import { dashboardsStep } from './dashboards.step';
import { documentsStep } from './documents.step';
import { eventsStep } from './events.step';
import { metricsStep } from './metrics.step';
import { requiredStep } from './required.step';
import { submitStep } from './submit.step';

/** In the order in which they run: what breaks nothing first, the injected failures after it, and then whether all is still consistent. */
export const ALL_STEPS: readonly Step[] = [submitStep, eventsStep, metricsStep, contractsStep, documentsStep, requiredStep, boundaryStep, alertsStep, dashboardsStep, consistencyStep];
