import { Session } from 'node:inspector/promises';
import { setTimeout as delay } from 'node:timers/promises';

const SAMPLING_INTERVAL_US = 1_000;

let underWay = false;

/**
 * Samples where this process spends its CPU, as the developer tools of a browser read it (`.cpuprofile`). One at a time: a second one would measure the first.
 *
 * @param signal ends it early; what was sampled until then is answered
 * @returns 'busy' when one is under way
 */
export async function cpuProfile(seconds: number, signal: AbortSignal): Promise<object | 'busy'> {
  if (underWay) return 'busy';
  underWay = true;
  const session = new Session();
  try {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: SAMPLING_INTERVAL_US });
    await session.post('Profiler.start');
    await delay(seconds * 1_000, undefined, { signal }).catch(() => undefined);
    const { profile } = await session.post('Profiler.stop');
    return profile;
  } finally {
    session.disconnect();
    underWay = false;
  }
}
