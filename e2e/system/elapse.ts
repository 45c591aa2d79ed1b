import { setTimeout as after } from 'node:timers/promises';

/**
 * Lets time pass where its passing is the experiment itself: how long an outage lasts, when a victim is killed, the pace of arrivals.
 * Never a way to wait for the system; that is what `eventually` is for.
 */
export const elapse = (ms: number): Promise<void> => after(ms);
