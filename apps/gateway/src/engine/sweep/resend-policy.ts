/**
 * Which waiting jobs are sent to the broker again. Pure.
 *
 * A job that waits without an owner may have lost its message, or may simply stand in a long line. The line tells: when its queue at the broker is
 * empty, the message is not in it. While the queue is not empty the message is most likely there, and sending everything again would make
 * the line longer without end; so then the wait doubles with each time, and a queue that never runs empty still gives up nobody.
 */
export const RESEND_AFTER_MS = 30_000;

export function mustResend(job: { readonly waitedMs: number; readonly resends: number }, messagesInQueue: number): boolean {
  if (messagesInQueue === 0) return job.waitedMs >= RESEND_AFTER_MS;
  return job.waitedMs >= RESEND_AFTER_MS * 10 * 2 ** Math.min(job.resends, 12);
}
