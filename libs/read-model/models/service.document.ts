import type { ServiceInstance } from '#contracts';

/**
 * What a process of the platform said of itself last. Short-lived telemetry, outside the read models that a rebuild must reproduce: it expires when the
 * process falls silent. `_id` is its instance id.
 */
export type ServiceDocument = Omit<ServiceInstance, 'instanceId'> & { readonly _id: string; readonly expireAt: Date };

export const SERVICES = {
  collection: 'services',
  indexes: [{ name: 'forgotten_when_silent', key: { expireAt: 1 }, expireAfterSeconds: 0 }],
} as const;

export function toServiceInstance({ _id, service, version, startedAt, seenAt, ready, checks }: ServiceDocument): ServiceInstance {
  return { service, instanceId: _id, version, startedAt, seenAt, ready, checks };
}
