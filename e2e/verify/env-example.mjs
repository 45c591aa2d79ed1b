// What `.env.example` consists of: the variables of every service, and those of the tools. Loaded by the generator and by its spec, each
// of which brings the specs of the apps (compiled or not) along.

/** Read by `make`, the tools and the tests, not by any service. */
export const TOOL_VARIABLES = {
  STACK: { type: 'enum', values: ['compose', 'native'], optional: true, description: 'how make start runs the servers; by default compose where a Docker daemon answers, native elsewhere' },
  WITH_ADMIN: { type: 'boolean', optional: true, description: 'make start also starts pgAdmin and mongo-express where it runs the servers itself; compose always has them' },
  GRAFANA_PASSWORD: { type: 'string', secret: true, optional: true, description: 'password of admin in the Grafana of compose; made up and written to .env by make start when absent' },
  PGADMIN_PASSWORD: { type: 'string', secret: true, optional: true, description: 'password of observatory@example.com in pgAdmin; made up like GRAFANA_PASSWORD' },
  MONGO_EXPRESS_PASSWORD: { type: 'string', secret: true, optional: true, description: 'password of observatory in mongo-express; made up like GRAFANA_PASSWORD' },
  TEST_BACKEND: { type: 'enum', values: ['containers', 'native'], optional: true, description: 'where the tests take their servers from; chosen like STACK' },
  GRAFANA_URL: { type: 'string', optional: true, description: 'a real Grafana that has the dashboards of the repository, for example http://admin:admin@127.0.0.1:13080; the integration gate asks it too' },
  KEEP_TEST_SERVERS: { type: 'boolean', optional: true, description: 'leaves the servers of the tests running, for the next run' },
  APP_NODE_ARGS: { type: 'string', optional: true, description: 'arguments for the Node of the services that end-to-end tests and benches start, for example --cpu-prof' },
};

export const INTRODUCTION = [
  'Every environment variable, with its default. Generated from the env files of the apps, do not edit: npm run generate.',
  'A copy of this file changes nothing until a line is uncommented.',
  'Any port of a stack can be moved by <STACK>_<SERVER>_PORT, for example DEV_POSTGRES_PORT=5433.',
];

/** The sections of the file: what all services share stands once, with the ports apart. */
export function envSections(apps) {
  const [first] = apps;
  const shared = Object.keys(first.spec).filter((name) => name !== 'HTTP_PORT' && apps.every(({ spec }) => JSON.stringify(spec[name]) === JSON.stringify(first.spec[name])));
  const pick = (spec, names) => Object.fromEntries(names.map((name) => [name, spec[name]]));
  return [
    { title: 'every service', spec: pick(first.spec, shared) },
    ...apps.map(({ app, spec }) => ({ title: app, spec: pick(spec, Object.keys(spec).filter((name) => !shared.includes(name))) })),
    { title: 'make, tools and tests', spec: TOOL_VARIABLES },
  ];
}
