/**
 * When an attempt's lease is over. Counted in ticks that have gone round through the broker, never in wall time: while gateway, store or broker are
 * down no tick is applied, so an outage expires nobody.
 */
export const LEASE_TICKS = 15;
/** Ticks after that in which the owner is asked and may answer. */
export const GRACE_TICKS = 5;

export type LeaseVerdict = 'holds' | 'ask_owner' | 'expired';

/**
 * @param leaseTick tick at the last sign of life
 * @param tick the tick being applied
 */
export function leaseVerdict(leaseTick: number, tick: number): LeaseVerdict {
  const silentFor = tick - leaseTick;
  if (silentFor < LEASE_TICKS) return 'holds';
  return silentFor < LEASE_TICKS + GRACE_TICKS ? 'ask_owner' : 'expired';
}

/** Attempts whose last sign of life is at or before this tick are due for a verdict. */
export function silentAtOrBefore(tick: number): number {
  return tick - LEASE_TICKS;
}
