import { METRICS, STORE_METRICS } from '#observability';
import { RECORDING_RULES } from '../../prometheus/source/rule-files';

const SERIES_OF = { counter: [''], gauge: [''], histogram: ['_bucket', '_count', '_sum'] } as const;

/** Every series that a query may ask for: the catalogue, what the stores, the host, the runtime and Prometheus itself export, and the recording rules. */
export function knownMetrics(): ReadonlySet<string> {
  const ours = Object.values(METRICS).flatMap(({ name, type }) => SERIES_OF[type].map((suffix) => `${name}${suffix}`));
  return new Set([...ours, ...STORE_METRICS.map(({ name }) => name), ...RECORDING_RULES.map(({ record }) => record)]);
}
