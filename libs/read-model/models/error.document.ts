import type { ErrorGroup } from '#contracts';
import type { ReadModelDefinition, ReadModelDocument } from '../projector';

/** Errors that are one and the same (see `errorFingerprint`, which is `_id`): how many, since when, and the jobs that met it last. */
export type ErrorDocument = ReadModelDocument & Omit<ErrorGroup, 'fingerprint'> & { readonly tenantId: string };

export const ERRORS = {
  name: 'errors',
  version: 2,
  indexes: [
    { name: 'last_seen', key: { lastSeen: -1, _id: -1 } },
    { name: 'most_frequent', key: { count: -1, _id: -1 } },
    { name: 'tenant_last_seen', key: { tenantId: 1, lastSeen: -1, _id: -1 } },
    { name: 'tenant_most_frequent', key: { tenantId: 1, count: -1, _id: -1 } },
  ],
} as const satisfies ReadModelDefinition;

/** Jobs that are named as examples. */
export const SAMPLE_JOBS = 10;

export function toErrorGroup({ _id, tenantId: _tenant, version: _version, position: _position, ...rest }: ErrorDocument): ErrorGroup {
  return { fingerprint: _id, ...rest };
}
