import { NOTIFICATION_TIMINGS } from '../../alertmanager/source/timings';
import type { AlertDefinition } from './alert';
import { type Profile, secondsOf, spansOf } from './span';

/** Once to scrape, once to evaluate; both every five seconds (`prometheus/prometheus.yml`). */
const SCRAPE_AND_EVALUATE_SECONDS = 10;
/** Alertmanager's post, the append, the relay and the projection, with room for a busy machine. */
const TOLD_SECONDS = 5;

/**
 * Seconds from a fault to its alert standing in the observatory, at worst. Prometheus and Alertmanager show it earlier: they need neither
 * the group's wait nor the way through the log.
 */
export function detectionSeconds(alert: AlertDefinition, profile: Profile): number {
  const spans = spansOf(profile);
  const { groupWait, groupInterval } = NOTIFICATION_TIMINGS[profile];
  // An alert that joins a group that has already been told of another waits for the group's interval.
  const told = Math.max(secondsOf(groupWait), secondsOf(groupInterval)) + TOLD_SECONDS;
  return Math.ceil((alert.onsetSeconds?.(spans) ?? 0) + secondsOf(spans.hold(alert.hold)) + SCRAPE_AND_EVALUATE_SECONDS + told);
}

/** Seconds from the repair to the alert being resolved in the observatory, at worst. */
export function resolutionSeconds(alert: AlertDefinition, profile: Profile): number {
  const { groupInterval } = NOTIFICATION_TIMINGS[profile];
  return Math.ceil((alert.recoverySeconds?.(spansOf(profile)) ?? 0) + SCRAPE_AND_EVALUATE_SECONDS + secondsOf(groupInterval) + TOLD_SECONDS);
}
