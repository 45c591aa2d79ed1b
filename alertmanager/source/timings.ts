import type { Duration, Profile } from '../../prometheus/source/span';

export interface NotificationTimings {
  /** How long a new group waits for more of its kind before it is told. */
  readonly groupWait: Duration;
  /** How often a group tells of what has changed in it: alerts that joined or were resolved. */
  readonly groupInterval: Duration;
  /** How often what still fires is told again. */
  readonly repeatInterval: Duration;
  /**
   * The same for the observatory: often, because an alert that ends while another hides it is never reported as resolved. What is not
   * repeated has ended.
   */
  readonly observatoryRepeatInterval: Duration;
}

export const NOTIFICATION_TIMINGS: Readonly<Record<Profile, NotificationTimings>> = {
  standard: { groupWait: '5s', groupInterval: '30s', repeatInterval: '4h', observatoryRepeatInterval: '5m' },
  fast: { groupWait: '1s', groupInterval: '5s', repeatInterval: '1m', observatoryRepeatInterval: '20s' },
};
