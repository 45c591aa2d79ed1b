import { createHash } from 'node:crypto';
import { type AuditEntry, type Incident, tolerantValidator } from '#contracts';
import { type AuditDraft, type AuditRow, uuidV7 } from '#event-log';
import type { CountedNote } from '#http';

/** An entry without its place: what stands in the body of its row. */
export type UnplacedEntry = Omit<AuditEntry, 'sequence' | 'recordedAt' | 'hash' | 'id'>;

const instant = (ms: number): string => new Date(ms).toISOString();

/** Fields in one order, absent ones left out: what is hashed should look the same whoever wrote it. */
export function draftOf({ atMs, lastAtMs, count, principal, ...note }: CountedNote, recordedBy: string, id = uuidV7()): AuditDraft {
  const { action, verdict, category, tenantId, subject, resource, route, code, reason, address, userAgent, correlationId } = note;
  const entry: UnplacedEntry = {
    at: instant(atMs),
    ...(count > 1 && { lastAt: instant(lastAtMs) }),
    count, action, verdict, category, tenantId, principal: principal && { kind: principal.kind, id: principal.id, name: principal.name === '' ? undefined : principal.name.slice(0, 200), tenantId: principal.tenantId },
    subject, resource, route, code, reason, address, userAgent, correlationId, recordedBy,
  };
  return { id, body: JSON.stringify(entry) };
}

/** What became of an incident. Its id follows from the incident and its step: two gateways that see the same thing write it once. */
export function incidentDraft(incident: Incident, nowMs: number, recordedBy: string): AuditDraft {
  const { id, step, state, tenantId, category } = incident;
  const action = state === 'over' ? 'incident.closed' : step === 1 ? 'incident.opened' : 'incident.grown';
  const entry: UnplacedEntry = { at: instant(nowMs), count: 1, action, verdict: 'accepted', category, tenantId, resource: id, incident, recordedBy };
  return { id: uuidOf(`${id}/${step}`), body: JSON.stringify(entry) };
}

/** The entry that a row holds. One that somebody put there who does not know how one looks is shown as such, so that nobody's reading ends at it. */
export function entryOf({ sequence, entryId, recordedAt, body, hash }: AuditRow): AuditEntry {
  const place = { sequence, id: entryId };
  const entry = { ...place, ...parsed(body), recordedAt, hash };
  const checked = tolerantValidator('AuditEntry')(entry);
  return checked.ok ? checked.value : { ...place, at: recordedAt, count: 1, action: 'unreadable', verdict: 'failed', recordedBy: 'unknown', recordedAt, hash };
}

function parsed(body: string): object {
  try {
    return JSON.parse(body) as object;
  } catch {
    return {};
  }
}

/** A UUID that is the same for the same text (RFC 9562, version 8). */
export function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
