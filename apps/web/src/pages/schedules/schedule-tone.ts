import type { Tone } from '../../kit/state';

/** The colour of a schedule's state. */
export function scheduleTone(status: string): Tone {
  return status === 'active' ? 'ok' : status === 'paused' ? 'warn' : 'plain';
}
