import type { Profile } from '../../prometheus/source/span';
import { NOTIFICATION_TIMINGS } from './timings';

/**
 * Who is told of what. The observatory is told of everything, always; people are told by urgency, and security by its own people:
 *
 *   every alert ──► observatory (the gateway's webhook), and then one of
 *     AlertUnacknowledged ──► escalation
 *     critical, security  ──► security
 *     critical            ──► page
 *     info                ──► nobody: the observatory keeps it
 *     warning, all else   ──► ticket
 */
export const RECEIVERS = ['observatory', 'escalation', 'security', 'page', 'ticket', 'nobody'] as const;
export type Receiver = (typeof RECEIVERS)[number];

export interface Route {
  readonly receiver: Receiver;
  readonly matchers?: readonly string[];
  readonly continue?: boolean;
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly routes?: readonly Route[];
}

export function routes(profile: Profile): Route {
  const { groupWait, groupInterval, repeatInterval, observatoryRepeatInterval } = NOTIFICATION_TIMINGS[profile];
  const toPeople = (receiver: Receiver, matchers: readonly string[], repeat = repeatInterval): Route => ({ receiver, ...(matchers.length === 0 ? {} : { matchers }), repeat_interval: repeat });
  return {
    // Never reached: the last route takes what is left. Alertmanager wants one.
    receiver: 'ticket',
    group_by: ['alertname', 'service'],
    group_wait: groupWait,
    group_interval: groupInterval,
    repeat_interval: repeatInterval,
    routes: [
      { receiver: 'observatory', matchers: ['alertname =~ ".+"'], continue: true, repeat_interval: observatoryRepeatInterval },
      toPeople('escalation', ['alertname = AlertUnacknowledged'], profile === 'fast' ? repeatInterval : '1h'),
      toPeople('security', ['severity = critical', 'category = security']),
      toPeople('page', ['severity = critical']),
      toPeople('nobody', ['severity = info']),
      // Warnings, and whatever comes with a severity that is not known here: somebody must look.
      toPeople('ticket', [], profile === 'fast' ? repeatInterval : '1d'),
    ],
  };
}
