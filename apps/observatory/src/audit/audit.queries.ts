import type { AuditChainResponse, AuditListResponse, IncidentListResponse } from '#contracts';
import { AUDIT, AUDIT_STATE, AUDIT_STATE_ID, type AuditDocument, type AuditStateDocument, type DocumentFilter, type IncidentDocument, INCIDENTS, toAuditEntry, toIncident } from '#read-model';
import { decodeKeyCursor, encodeKeyCursor } from '../read-model-access/key-cursor';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import type { Scope } from '../tenancy/scope';
import type { ListAuditQuery, ListIncidentsQuery } from './audit.query';

const TIMEOUT_MS = 5_000;
const PLACE = /^\d{16}$/;
const INCIDENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z\/[0-9a-f-]{36}$/;

export class AuditQueries {
  constructor(private readonly access: ReadModelAccess) {}

  /** A page of the trail, the latest first. */
  async list(scope: Scope, { limit, cursor, principal, action, verdict, category, since, until }: ListAuditQuery): Promise<AuditListResponse> {
    const recordedAt = { ...(since !== undefined && { $gte: instant(since) }), ...(until !== undefined && { $lt: instant(until) }) };
    const filter: DocumentFilter<AuditDocument> = {
      ...(principal !== undefined && { principal }),
      ...(action !== undefined && { action }),
      ...(verdict && { verdict }),
      ...(category && { category }),
      ...(Object.keys(recordedAt).length > 0 && { recordedAt }),
      ...(cursor !== undefined && { _id: { $lt: decodeKeyCursor('audit', cursor, PLACE) } }),
    };
    const found = await this.access.audited<AuditDocument, AuditDocument[]>(scope, AUDIT, (entries) => entries.find(filter, { maxTimeMS: TIMEOUT_MS }).sort({ _id: -1 }).limit(limit + 1).toArray());
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return { items: shown.map(toAuditEntry), ...(found.length > limit && last !== undefined && { nextCursor: encodeKeyCursor('audit', last._id) }) };
  }

  /** A page of incidents, the latest first. */
  async incidents(scope: Scope, { limit, cursor, state }: ListIncidentsQuery): Promise<IncidentListResponse> {
    const filter: DocumentFilter<IncidentDocument> = { ...(state && { state }), ...(cursor !== undefined && { _id: { $lt: decodeKeyCursor('incidents', cursor, INCIDENT) } }) };
    const found = await this.access.audited<IncidentDocument, IncidentDocument[]>(scope, INCIDENTS, (incidents) => incidents.find(filter, { maxTimeMS: TIMEOUT_MS }).sort({ _id: -1 }).limit(limit + 1).toArray());
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return { items: shown.map(toIncident), ...(found.length > limit && last !== undefined && { nextCursor: encodeKeyCursor('incidents', last._id) }) };
  }

  async chain(): Promise<AuditChainResponse> {
    const state = await this.access.peek<AuditStateDocument, AuditStateDocument | null>(AUDIT_STATE.collection, (states) => states.findOne({ _id: AUDIT_STATE_ID }, { maxTimeMS: TIMEOUT_MS }));
    if (state === null) return { sequence: 0, unsealed: 0, verified: true };
    const { sequence, head, verified, checkedAt } = state;
    return { sequence, ...(head && { head }), unsealed: Math.max(0, sequence - (head?.sequence ?? 0)), verified, checkedAt };
  }
}

/** Instants of one form: their order as texts is their order in time. */
function instant(text: string): string {
  return new Date(text).toISOString();
}
