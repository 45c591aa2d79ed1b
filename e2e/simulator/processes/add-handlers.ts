import 'reflect-metadata';
import type { EnvelopeServer } from '#messaging';

const PATTERN = 'microservices:pattern';

/** Gives a server the handlers of a controller, by the patterns that stand over its methods; what Nest does at boot. */
export function addHandlers(server: EnvelopeServer, controller: object): void {
  const prototype = Object.getPrototypeOf(controller) as Record<string, unknown>;
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const method = prototype[name];
    if (typeof method !== 'function') continue;
    const patterns = (Reflect.getMetadata(PATTERN, method) ?? []) as string[];
    // A handler that throws at once is one that rejects, as with Nest.
    for (const pattern of patterns) server.addHandler(pattern, (async (...args: unknown[]) => (method as (...args: unknown[]) => unknown).apply(controller, args)) as never, true);
  }
}
