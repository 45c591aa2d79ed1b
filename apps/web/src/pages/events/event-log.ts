/** An event as it goes by; as much of its envelope as the page shows by itself. */
export interface LoggedEvent {
  readonly eventId: string;
  readonly eventType: string;
  readonly occurredAt: string;
  readonly producer?: { readonly service: string };
  readonly stream?: { readonly id: string; readonly position: number };
  readonly payload: Readonly<Record<string, unknown>>;
}

/** So many are kept; older ones make room. */
export const KEPT = 2_000;

/** Newest first, each once, whatever came twice over a reconnection. Pure. */
export function withNewer(before: readonly LoggedEvent[], newer: readonly LoggedEvent[]): readonly LoggedEvent[] {
  const positionOf = (event: LoggedEvent): number => event.stream?.position ?? 0;
  const last = before[0] === undefined ? -1 : positionOf(before[0]);
  const fresh = newer.filter((event) => positionOf(event) > last).sort((one, other) => positionOf(other) - positionOf(one));
  return fresh.length === 0 ? before : [...fresh.filter((event, index) => index === 0 || event.eventId !== fresh[index - 1]?.eventId), ...before].slice(0, KEPT);
}

/** Whether an event is one that the reader asked for: words of its type, id, or payload. Pure. */
export function speaksOf(event: LoggedEvent, words: string): boolean {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return true;
  return event.eventType.includes(wanted) || (event.stream?.id.includes(wanted) ?? false) || JSON.stringify(event.payload).toLowerCase().includes(wanted);
}

/** What of a payload tells most in one line. Pure. */
export function gist({ eventType, payload }: LoggedEvent): string {
  const told = ['type', 'queue', 'name', ...(eventType.startsWith('worker.') ? ['workerId'] : []), 'attempt', 'cause', 'reason'].flatMap((name) => {
    const value = payload[name];
    return typeof value === 'string' || typeof value === 'number' ? [name === 'attempt' ? `attempt ${value}` : String(value)] : [];
  });
  const error = payload['error'] as { message?: unknown } | undefined;
  return [...told, ...(typeof error?.message === 'string' ? [error.message] : [])].join(' · ');
}
