import { ALERTS } from '../../prometheus/source/rule-files';
import { detectionSeconds, resolutionSeconds } from '../../prometheus/source/detection';
import type { Drill } from './drill';

/** How long a drill takes if all is as stated. */
function statedSeconds({ alerts }: Drill): number {
  return Math.max(...ALERTS.filter(({ name }) => alerts.includes(name)).map((alert) => detectionSeconds(alert, 'fast') + resolutionSeconds(alert, 'fast')));
}

export interface Plan {
  /** First, one by one: the machine has to be theirs. */
  readonly alone: readonly Drill[];
  /** Then these, taken from the front by as many systems as there are. What leaves its traces in a system is at the end, so that nothing comes after it. */
  readonly together: readonly Drill[];
}

/** @param inOrder as they are given; else the longest first, so that no system has much to do at the end when the others are idle */
export function planOf(drills: readonly Drill[], inOrder: boolean): Plan {
  const together = drills.filter(({ alone }) => alone !== true);
  const ordered = inOrder ? together : [...together].sort((a, b) => statedSeconds(b) - statedSeconds(a));
  return {
    alone: drills.filter(({ alone }) => alone === true),
    together: [...ordered.filter(({ leavesTraces }) => leavesTraces !== true), ...ordered.filter(({ leavesTraces }) => leavesTraces === true)],
  };
}
