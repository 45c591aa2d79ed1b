import { hash } from 'node:crypto';
import type { AuditEntry, AuditHead, Incident } from '#contracts';
import { fromJsonText, type JsonText } from './json-text';

/*
 * A copy of the audit trail, fed by the gateway's feed of it as the other read models are by that of the log; it is no part of the log, since who did
 * what concerns other people than what happens to jobs. It can be thrown away: it is read again from the first entry on.
 */

/** What is asked by has a field; the entry itself is text, so that no name in it is one of MongoDB's. */
export interface AuditDocument {
  /** The place with leading zeros: as texts they are in the order of the trail. */
  readonly _id: string;
  readonly recordedAt: string;
  readonly tenantId?: string;
  readonly principal?: string;
  readonly action: string;
  readonly verdict: AuditEntry['verdict'];
  readonly category?: AuditEntry['category'];
  readonly entry: JsonText;
}

/** The latest of each incident. `_id` begins with its opening: descending, it is the latest first. */
export interface IncidentDocument {
  readonly _id: string;
  readonly tenantId?: string;
  readonly state: Incident['state'];
  readonly pattern: Incident['pattern'];
  readonly incident: JsonText;
}

/** How far the copy goes, and whether all of it leads from one entry to the next. */
export interface AuditStateDocument {
  readonly _id: string;
  readonly sequence: number;
  readonly hash: string;
  readonly head?: AuditHead;
  readonly verified: boolean;
  readonly checkedAt: string;
}

const latest = (name: string, field: string) => [
  { name, key: { [field]: 1, _id: -1 } },
  { name: `tenant_${name}`, key: { tenantId: 1, [field]: 1, _id: -1 } },
];

export const AUDIT = {
  collection: 'audit_entries',
  indexes: [{ name: 'tenant_latest', key: { tenantId: 1, _id: -1 } }, { name: 'when', key: { recordedAt: 1 } }, ...latest('principal_latest', 'principal'), ...latest('action_latest', 'action'), ...latest('verdict_latest', 'verdict'), ...latest('category_latest', 'category')],
} as const;

export const INCIDENTS = { collection: 'audit_incidents', indexes: [{ name: 'tenant_latest', key: { tenantId: 1, _id: -1 } }, { name: 'state_latest', key: { state: 1, _id: -1 } }] } as const;

export const AUDIT_STATE = { collection: 'audit_state', indexes: [] } as const;
export const AUDIT_STATE_ID = 'audit';

/** What stands before the first entry. */
export const FIRST_AUDIT_HASH = '0'.repeat(64);

export function auditId(sequence: number): string {
  return String(sequence).padStart(16, '0');
}

export function toAuditDocument(entry: AuditEntry): AuditDocument {
  const { sequence, recordedAt, tenantId, principal, action, verdict, category } = entry;
  return { _id: auditId(sequence), recordedAt, tenantId, principal: principal?.id, action, verdict, category, entry: JSON.stringify(entry) };
}

export function toAuditEntry({ entry }: AuditDocument): AuditEntry {
  return fromJsonText<AuditEntry>(entry) as AuditEntry;
}

export function toIncidentDocument(incident: Incident): IncidentDocument {
  const { id, openedAt, tenantId, state, pattern } = incident;
  return { _id: `${openedAt}/${id}`, tenantId, state, pattern, incident: JSON.stringify(incident) };
}

export function toIncident({ incident }: IncidentDocument): Incident {
  return fromJsonText<Incident>(incident) as Incident;
}

/** The hash that an entry must have after one with the hash `before`, computed from what was read: JSON keeps the order of fields, so its text is that of the row. */
export function auditHashOf(before: string, { sequence, id, recordedAt, hash: _hash, ...body }: AuditEntry): string {
  return hash('sha256', `${before}\n${sequence}\n${id}\n${recordedAt}\n${JSON.stringify(body)}`, 'hex');
}
