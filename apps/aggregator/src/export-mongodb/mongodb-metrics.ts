import { metricsOf } from '#observability';
import type { ServerFigures } from '#read-model';

/** Values of one metric, each under its labels. */
type Samples = readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];

const one = (value: number): Samples => [[{}, value]];
const by = (label: string, values: Readonly<Record<string, number>>): Samples => Object.entries(values).map(([name, value]) => [{ [label]: name }, value]);

function samplesOf(figures: ServerFigures): Readonly<Record<string, Samples>> {
  return {
    mongodb_primary: one(figures.isPrimary ? 1 : 0),
    mongodb_uptime_seconds: one(figures.uptimeSeconds),
    mongodb_connections: by('state', figures.connections),
    mongodb_operations_total: by('operation', figures.operations),
    mongodb_operation_seconds_total: by('kind', figures.operationSeconds),
    mongodb_cache_bytes: by('state', figures.cacheBytes),
    mongodb_resident_memory_bytes: one(figures.residentBytes),
    mongodb_data_bytes: one(figures.dataBytes),
    mongodb_index_bytes: one(figures.indexBytes),
    mongodb_disk_used_bytes: one(figures.diskUsedBytes),
    mongodb_disk_size_bytes: one(figures.diskSizeBytes),
  };
}

/** In the text format of Prometheus. A server that does not answer has one series: that it is down. */
export function mongodbMetrics(figures: ServerFigures | undefined): string {
  const samples: Readonly<Record<string, Samples>> = { mongodb_up: one(figures === undefined ? 0 : 1), ...(figures === undefined ? {} : samplesOf(figures)) };
  return metricsOf('mongodb')
    .filter(({ name }) => samples[name] !== undefined)
    .map(({ name, help, type }) => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...(samples[name] ?? []).map(([labels, value]) => `${name}${labelText(labels)} ${value}`)].join('\n'))
    .join('\n')
    .concat('\n');
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
