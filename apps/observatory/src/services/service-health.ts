import type { ServiceInstance, StoreHealth } from '#contracts';

/** Checks that are about no store. */
const NO_STORES: readonly string[] = ['read-models', 'gateway'];

/** The stores and the broker as the services that use them see them: each reports what it needs, under the same names. */
export function storesOf(services: readonly ServiceInstance[]): StoreHealth[] {
  const stores = new Map<string, StoreHealth>();
  for (const { name, ready, detail } of services.flatMap(({ checks }) => checks)) {
    if (NO_STORES.includes(name)) continue;
    const before = stores.get(name) ?? { name, ready: true, readyAt: 0, askedBy: 0 };
    stores.set(name, { name, ready: before.ready && ready, readyAt: before.readyAt + (ready ? 1 : 0), askedBy: before.askedBy + 1, detail: before.detail ?? (ready ? undefined : detail) });
  }
  return [...stores.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
