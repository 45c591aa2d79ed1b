import type { ObservatoryComponents } from '#observatory-client';
import { duration } from '../text/format';
import { dim, toned, type Line } from '../text/line';

export type Freshness = ObservatoryComponents['schemas']['Freshness'];

/** Behind by more than this, what is shown may differ from what is. */
export const BEHIND_MS = 2000;

/** How true an answer is. */
export function freshnessLine(freshness: Freshness): Line {
  if (freshness.lagMs >= BEHIND_MS) return [toned(`▲ ${duration(freshness.lagMs)} behind (${freshness.lagEvents} events)`, 'warn'), dim(` at ${freshness.position}`)];
  return [toned('●', 'ok'), dim(` live, at ${freshness.position}`)];
}
