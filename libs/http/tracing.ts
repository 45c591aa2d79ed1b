import type { ServiceEnv } from '#config';
import { startOtlpTracing, type Logger } from '#observability';
import type { ServiceIdentity } from './service-identity';

/**
 * Records and exports spans, if the environment names a collector.
 *
 * @returns stops it
 */
export function startTracing(env: ServiceEnv, { service, instanceId, version }: ServiceIdentity, logger: Logger): () => Promise<void> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: ratio } = env;
  if (endpoint === undefined) return () => Promise.resolve();
  return startOtlpTracing({ endpoint, headers: headersOf(env.OTEL_EXPORTER_OTLP_HEADERS), sampler, ratio, service: env.OTEL_SERVICE_NAME ?? service, instanceId, version, logger });
}

function headersOf(items: readonly string[]): Record<string, string> {
  return Object.fromEntries(items.map((item) => [item.slice(0, item.indexOf('=')), item.slice(item.indexOf('=') + 1)]));
}
