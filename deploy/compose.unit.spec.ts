import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { composeEnvironment, newCredentials } from './native/credentials';
import { IMAGES } from './docker';
import { projectRoot } from './native';
import { appDefinitions } from './native/apps/app-definitions';
import { BROKER_PASSWORD_VARIABLES, PASSWORD_VARIABLES } from './native/servers/admin-login';
import { DEV_PORTS, portsAt } from './native/stack-ports';

interface Service {
  image?: string;
  build?: unknown;
  ports?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  healthcheck?: { test?: string[] };
  depends_on?: Record<string, { condition: string }>;
}

const at = (...path: string[]) => join(projectRoot(), ...path);
const { services, volumes } = parse(readFileSync(at('deploy', 'compose.yaml'), 'utf8'), { merge: true }) as { services: Record<string, Service>; volumes: Record<string, null> };
const apps = appDefinitions('dev', portsAt('dev', 0, {}));
const named = Object.entries(services);

/** Containers cannot run everywhere, so what a run would show is compared here: with the native stack, Prometheus and the code. */
describe('the compose file', () => {
  it('runs the images that the suites use', () => {
    expect(Object.fromEntries(Object.keys(IMAGES).map((name) => [name, services[name]?.image]))).toEqual(IMAGES);
  });

  it.each(named)('%s publishes on loopback only and can tell whether it is healthy', (_, { ports, healthcheck }) => {
    expect(ports?.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
    expect(healthcheck?.test?.length).toBeGreaterThan(1);
  });

  it('publishes every server at the port of the native stack', () => {
    const published = Object.fromEntries(named.map(([name, { ports }]) => [name, ports?.map((port) => Number(port.split(':')[1]))]));
    expect(published).toMatchObject({
      postgres: [DEV_PORTS.postgres],
      rabbitmq: [DEV_PORTS.rabbitmq, DEV_PORTS.rabbitmqManagement, DEV_PORTS.rabbitmqPrometheus],
      mongo: [DEV_PORTS.mongo],
      redis: [DEV_PORTS.redis],
      prometheus: [DEV_PORTS.prometheus],
      alertmanager: [DEV_PORTS.alertmanager],
      'postgres-exporter': [DEV_PORTS.postgresExporter],
      'redis-exporter': [DEV_PORTS.redisExporter],
      'node-exporter': [DEV_PORTS.nodeExporter],
      gateway: [DEV_PORTS.gateway],
      worker: [DEV_PORTS.worker],
      aggregator: [DEV_PORTS.aggregator],
      observatory: [DEV_PORTS.observatory],
      pgadmin: [DEV_PORTS.pgadmin],
      'mongo-express': [DEV_PORTS.mongoExpress],
    });
    expect(new Set(Object.values(published).flat()).size).toBe(Object.values(published).flat().length);
  });

  it.each(apps.map((app) => [app.name, app] as const))('%s gets the variables that it gets natively', (name, { environment }) => {
    const given = services[name]?.environment ?? {};
    // A collector of traces is there in containers only; and natively it is not the gateway's own start that gives the first access.
    const more = ['OTEL_EXPORTER_OTLP_ENDPOINT', ...(name === 'gateway' ? ['FIRST_ACCESS'] : [])];
    expect(Object.keys(given).sort()).toEqual([...Object.keys(environment), ...more].sort());
    expect(given['HTTP_PORT']).toBe(environment['HTTP_PORT']);
  });

  it.each(apps.map(({ name }) => name))('%s uses no variable that .env.example does not know', (name) => {
    const known = readFileSync(at('.env.example'), 'utf8').match(/^#?\s*([A-Z][A-Z0-9_]*)=/gm)?.map((line) => line.replace(/[#\s=]/g, '')) ?? [];
    expect(known).toEqual(expect.arrayContaining(Object.keys(services[name]?.environment ?? {})));
  });

  it('names only services that exist, each at a port that it listens on', () => {
    const inside = (name: string) => [...(services[name]?.ports?.map((port) => port.split(':')[2]) ?? []), services[name]?.environment?.['HTTP_PORT']];
    const addresses = named.flatMap(([, { environment }]) => Object.values(environment ?? {}).flatMap((value) => value.match(/(?<=(\/\/|@))[a-z]+:\d+/g) ?? []));
    const targets = readdirSync(at('deploy', 'compose', 'targets')).flatMap((file) =>
      (JSON.parse(readFileSync(at('deploy', 'compose', 'targets', file), 'utf8')) as { targets: string[] }[]).flatMap((group) => group.targets),
    );
    expect(addresses.length).toBeGreaterThan(5);
    for (const address of [...addresses, ...targets]) {
      const [host = '', port = ''] = address.split(':');
      expect({ address, listens: inside(host).includes(port) }).toEqual({ address, listens: true });
    }
    for (const [, { depends_on }] of named) expect(Object.keys(services)).toEqual(expect.arrayContaining(Object.keys(depends_on ?? {})));
  });

  it('has a Prometheus target for each of the services', () => {
    const groups = JSON.parse(readFileSync(at('deploy', 'compose', 'targets', 'services.json'), 'utf8')) as { labels: { job: string } }[];
    expect(groups.map(({ labels }) => labels.job)).toEqual(apps.map(({ name }) => name));
  });

  it('mounts files that exist and declares every volume', () => {
    for (const [source = ''] of named.flatMap(([, service]) => service.volumes ?? []).filter((volume) => !volume.startsWith('../.stack/')).map((volume) => volume.replace(/\$\{\w+:-([^}]*)\}/, '$1').split(':'))) {
      expect({ source, exists: /^[./]/.test(source) ? existsSync(resolve(at('deploy'), source)) : source in volumes }).toEqual({ source, exists: true });
    }
  });

  it('links every user interface that it publishes, at the address that a browser reaches', () => {
    const links = Object.entries(services['observatory']?.environment ?? {}).filter(([name]) => name.startsWith('UI_')).map(([, url]) => new URL(url).port);
    const ui = ['gateway', 'worker', 'aggregator', 'prometheus', 'alertmanager', 'grafana', 'pgadmin', 'mongo-express'].map((name) => services[name]?.ports?.[0]?.split(':')[1]);
    expect(links.sort()).toEqual([...ui, services['rabbitmq']?.ports?.[1]?.split(':')[1]].sort());
  });

  it('asks everybody who they are, with secrets that are made for this machine', () => {
    for (const name of ['gateway', 'observatory']) expect(services[name]?.environment?.['AUTH_MODE']).toBe('${AUTH_MODE:-required}');
    const told = Object.keys(composeEnvironment(newCredentials()));
    const asked = named.flatMap(([, { environment }]) => Object.entries(environment ?? {})).filter(([variable]) => told.includes(variable));
    expect([...new Set(asked.map(([variable]) => variable))].sort()).toEqual(told.sort());
    for (const [variable, value] of asked) expect(value).toMatch(new RegExp(`^\\$\\{${variable}:\\?.+\\}$`));
  });

  it('takes every password from .env', () => {
    const secrets = named.flatMap(([, { environment }]) => Object.entries(environment ?? {})).filter(([name]) => /PASSWORD$/.test(name) && !name.startsWith('PGADMIN_CONFIG'));
    const ofBroker: readonly string[] = Object.values(BROKER_PASSWORD_VARIABLES);
    expect(secrets.map(([, value]) => /^\$\{([A-Z_]+):\?.+\}$/.exec(value)?.[1]).sort()).toEqual(PASSWORD_VARIABLES.filter((name) => !ofBroker.includes(name)).sort());
  });

  it.each(['gateway', 'worker', 'aggregator'] as const)('%s signs in at the broker as itself', (name) => {
    expect(services[name]?.environment?.['AMQP_URL']).toBe(`amqp://${name}:\${${BROKER_PASSWORD_VARIABLES[name]}:?make start writes it to .env}@rabbitmq:5672`);
    expect(new URL(apps.find((app) => app.name === name)?.environment['AMQP_URL'] ?? '').username).toBe(name);
  });

  it('runs the services as an unprivileged user', () => {
    const lastStage = readFileSync(at('deploy', 'Dockerfile'), 'utf8').split(/^FROM /m).at(-1);
    expect(lastStage).toMatch(/^USER node$/m);
  });
});
