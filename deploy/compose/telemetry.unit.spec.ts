import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../native';
import { APP_NAMES } from '../native/apps/app-definitions';

interface Service {
  image: string;
  ports: string[];
  volumes: string[];
  environment?: Record<string, string>;
  entrypoint?: string[];
  logging?: { driver: string; options: Record<string, string> };
}

const at = (...path: string[]) => join(projectRoot(), ...path);
const read = (...path: string[]) => readFileSync(at(...path), 'utf8');
const { services } = parse(read('deploy', 'compose.yaml'), { merge: true }) as { services: Record<string, Service> };
const apps: readonly string[] = APP_NAMES;
const fluentd = read('deploy', 'compose', 'fluentd.conf');

interface Section {
  readonly kind: string;
  readonly argument: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly sections: readonly Section[];
}

/** Reads fluentd's own format: `<kind argument>`, settings, nested sections, `</kind>`. */
function sectionsOf(text: string): Section[] {
  const root: Section & { sections: Section[] } = { kind: '', argument: '', settings: {}, sections: [] };
  const open: { kind: string; argument: string; settings: Record<string, string>; sections: Section[] }[] = [root];
  for (const line of text.split('\n').map((raw) => raw.trim()).filter((raw) => raw !== '' && !raw.startsWith('#'))) {
    const [, closing] = /^<\/(\w+)>$/.exec(line) ?? [];
    const [, kind, argument = ''] = /^<(\w+)\s*(.*)>$/.exec(line) ?? [];
    if (closing !== undefined) expect(open.pop()?.kind).toBe(closing);
    else if (kind !== undefined) {
      const section = { kind, argument, settings: {}, sections: [] };
      open.at(-1)?.sections.push(section);
      open.push(section);
    } else {
      const [name = '', ...value] = line.split(/\s+/);
      (open.at(-1) as { settings: Record<string, string> }).settings[name] = value.join(' ');
    }
  }
  expect(open).toHaveLength(1);
  return root.sections;
}

describe('the lines of the compose stack', () => {
  it.each(Object.entries(services))('of %s are bounded wherever they are kept', (name, { logging }) => {
    const { driver, options = {} } = logging ?? {};
    expect(driver).toBe(apps.includes(name) ? 'fluentd' : 'json-file');
    const [size, files] = driver === 'fluentd' ? [options['cache-max-size'], options['cache-max-file']] : [options['max-size'], options['max-file']];
    expect([size, files]).toEqual([expect.stringMatching(/^\d+m$/), expect.stringMatching(/^[1-5]$/)]);
  });

  it('of services go to fluentd, which may be slow or away without holding them up', () => {
    const port = services['fluentd']?.ports.find((published) => published.endsWith(':24224'))?.split(':').slice(0, 2).join(':');
    for (const name of apps) {
      expect(services[name]?.logging?.options).toMatchObject({ 'fluentd-address': port, 'fluentd-async': 'true', mode: 'non-blocking', tag: 'observatory.{{.Name}}' });
    }
  });

  it('are parsed, get a folder for their service and a file for their day, and are buffered within bounds', () => {
    const sections = sectionsOf(fluentd);
    const [forward] = sections.filter(({ kind, settings }) => kind === 'source' && settings['@type'] === 'forward');
    expect(forward?.settings['port']).toBe('24224');
    const [parser] = sections.filter(({ kind, settings }) => kind === 'filter' && settings['@type'] === 'parser');
    expect(parser).toMatchObject({ argument: 'observatory.**', settings: { key_name: 'log', reserve_data: 'true', emit_invalid_record_to_error: 'false' }, sections: [{ kind: 'parse', settings: { '@type': 'json' } }] });
    const [match] = sections.filter(({ kind }) => kind === 'match');
    expect(match).toMatchObject({ argument: 'observatory.**', settings: { '@type': 'file', path: '/fluentd/log/${service}/%Y-%m-%d' } });
    const buffer = match?.sections.find(({ kind }) => kind === 'buffer');
    expect(buffer).toMatchObject({ argument: 'service, time', settings: { timekey: '1d', total_limit_size: '256m', overflow_action: 'drop_oldest_chunk' } });
  });

  it('are kept for a week, and a gibibyte of them', () => {
    const { entrypoint = [], volumes = [] } = services['fluentd'] ?? {};
    expect(entrypoint.at(-1)).toBe('sh /fluentd/log-retention.sh /fluentd/log 7 1024 600 & exec fluentd -c /fluentd/etc/fluentd.conf');
    expect(volumes).toEqual(expect.arrayContaining(['./compose/fluentd.conf:/fluentd/etc/fluentd.conf:ro', './compose/log-retention.sh:/fluentd/log-retention.sh:ro']));
  });
});

describe('the retention of logs', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'retention-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, kibibytes: number, daysAgo: number): void => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), 'x'.repeat(kibibytes * 1024));
    const then = Date.now() / 1000 - daysAgo * 86_400;
    utimesSync(join(folder, name), then, then);
  };
  const left = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.')).sort();
  const bound = (days: number, mebibytes: number): void => void execFileSync('sh', [at('deploy', 'compose', 'log-retention.sh'), folder, String(days), String(mebibytes)]);

  it('forgets what is old', () => {
    write('gateway/2026-01-01.log', 1, 9);
    write('gateway/2026-01-08.log', 1, 2);
    write('worker/2026-01-01.log', 1, 9);
    bound(7, 100);
    expect(left()).toEqual(['gateway/2026-01-08.log']);
  });

  it('forgets the oldest first where there is too much, whoever wrote it', () => {
    write('gateway/a.log', 600, 3);
    write('gateway/b.log', 600, 1);
    write('worker/c.log', 300, 2);
    write('worker/d.log', 10, 4);
    bound(7, 1);
    expect(left()).toEqual(['gateway/b.log', 'worker/c.log']);
  });

  it('leaves alone what is no log', () => {
    write('.buffer/chunk.meta', 2_000, 30);
    bound(7, 1);
    expect(left()).toEqual(['.buffer', '.buffer/chunk.meta']);
  });
});

describe('the traces of the compose stack', () => {
  const tempo = parse(read('deploy', 'compose', 'tempo.yaml')) as {
    server: { http_listen_port: number };
    distributor: { receivers: { otlp: { protocols: { http: { endpoint: string } } } } };
    compactor: { compaction: { block_retention: string } };
    storage: { trace: { backend: string; wal: { path: string }; local: { path: string } } };
  };

  it('go to Tempo, at the address that the services are given', () => {
    expect(tempo.distributor.receivers.otlp.protocols.http.endpoint).toBe('0.0.0.0:4318');
    for (const name of apps) expect(services[name]?.environment?.['OTEL_EXPORTER_OTLP_ENDPOINT']).toBe('http://tempo:4318');
    expect(services['tempo']?.image).toMatch(/^grafana\/tempo:\d+\.\d+\.\d+$/);
  });

  it('are kept for a bounded time, in the volume', () => {
    expect(tempo.compactor.compaction.block_retention).toBe('48h');
    const [, folder] = services['tempo']?.volumes.find((volume) => volume.startsWith('tempo-data:'))?.split(':') ?? [];
    const { backend, wal, local } = tempo.storage.trace;
    expect([backend, wal.path, local.path]).toEqual(['local', `${folder}/wal`, `${folder}/blocks`]);
  });

  it('are shown by Grafana, with a way from a span to the metrics of its service', () => {
    const { datasources } = parse(read('grafana', 'provisioning', 'datasources', 'tempo.yaml')) as { datasources: { uid: string; type: string; url: string; jsonData: { tracesToMetrics: { datasourceUid: string } } }[] };
    expect(datasources).toMatchObject([{ uid: 'tempo', type: 'tempo', url: `http://tempo:${tempo.server.http_listen_port}`, jsonData: { tracesToMetrics: { datasourceUid: 'prometheus' } } }]);
    const others = readdirSync(at('grafana', 'provisioning', 'datasources')).flatMap((file) => (parse(read('grafana', 'provisioning', 'datasources', file)) as { datasources: { uid: string }[] }).datasources.map(({ uid }) => uid));
    expect(others).toContain('prometheus');
    expect(new Set(others).size).toBe(others.length);
  });
});
