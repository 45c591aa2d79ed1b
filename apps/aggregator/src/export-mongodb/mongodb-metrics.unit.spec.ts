import { metricsOf } from '#observability';
import { figuresOf } from '#read-model';
import { mongodbMetrics } from './mongodb-metrics';

const status = {
  uptime: 12,
  connections: { current: 3, available: 97 },
  opcounters: { insert: 1, query: 2, update: 3, delete: 4, getmore: 5, command: { toString: () => '6' } },
  opLatencies: { reads: { latency: 2_500_000 }, writes: { latency: 0 }, commands: { latency: 1 } },
  wiredTiger: { cache: { 'bytes currently in the cache': 10, 'tracked dirty bytes in the cache': 1, 'maximum bytes configured': 100 } },
  mem: { resident: 2 },
};
const size = { storageSize: 7, indexSize: 8, fsUsedSize: 9, fsTotalSize: 10 };

const namesIn = (text: string): string[] => [...new Set([...text.matchAll(/^(mongodb_\w+)/gm)].map(([, name = '']) => name))];

describe('the metrics of MongoDB', () => {
  it('are those that the list promises, each with its help and its type', () => {
    const text = mongodbMetrics(figuresOf(status, { isWritablePrimary: true }, size));
    expect(namesIn(text).sort()).toEqual(metricsOf('mongodb').map(({ name }) => name).sort());
    for (const { name, type, help } of metricsOf('mongodb')) expect(text).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name}`);
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        'mongodb_up 1', 'mongodb_primary 1', 'mongodb_connections{state="available"} 97', 'mongodb_operations_total{operation="command"} 6',
        'mongodb_operation_seconds_total{kind="reads"} 2.5', 'mongodb_cache_bytes{state="max"} 100', 'mongodb_resident_memory_bytes 2097152', 'mongodb_disk_size_bytes 10',
      ]),
    );
  });

  it('of a server that does not answer are that it is down, and nothing else', () => {
    expect(namesIn(mongodbMetrics(undefined))).toEqual(['mongodb_up']);
    expect(mongodbMetrics(undefined)).toContain('\nmongodb_up 0\n');
  });

  it('of a server that tells less are zero, not wrong', () => {
    expect(mongodbMetrics(figuresOf({}, {}, {}))).toContain('mongodb_cache_bytes{state="used"} 0');
  });
});
