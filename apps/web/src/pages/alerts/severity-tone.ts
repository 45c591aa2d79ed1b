import type { Tone } from '../../kit/state';

/** The colour of an alert's severity. */
export function severityTone(severity: string): Tone {
  return severity === 'critical' ? 'danger' : severity === 'warning' ? 'warn' : 'plain';
}
