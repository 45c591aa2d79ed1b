import type { Envelope } from '../data/event-stream';

/** Of all that an event says, what tells it from its neighbours; in this order, as far as it is there. */
const TELLING = ['type', 'name', 'queue', 'workerId', 'attempt', 'reason', 'code', 'message', 'delayMs', 'by'] as const;

/** A few words about an event of any type, also of one that is newer than this console. */
export function aboutEvent({ payload }: Envelope): string {
  const nested = ['job', 'error', 'alert', 'schedule', 'operation'].flatMap((key) => {
    const value = payload[key];
    return isObject(value) ? [value] : [];
  });
  const words: string[] = [];
  for (const source of [payload, ...nested]) {
    for (const key of TELLING) {
      const value = source[key];
      if (typeof value === 'string' || typeof value === 'number') words.push(key === 'type' || key === 'name' || key === 'message' ? String(value) : `${key}=${value}`);
    }
  }
  return [...new Set(words)].join(' ');
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
