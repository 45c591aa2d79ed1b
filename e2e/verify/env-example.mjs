// What `.env.example` consists of: the variables of every service, and those of the tools. Loaded by the generator and by its spec, each
// of which brings the specs of the apps (compiled or not) along.

/** Read by `make`, the tools and the tests, not by any service. */
export const TOOL_VARIABLES = {
  STACK: { type: 'enum', values: ['compose', 'native'], optional: true, description: 'how make start runs the servers; by default compose where a Docker daemon answers, native elsewhere' },
  WITH_ADMIN: { type: 'boolean', optional: true, description: 'make start also starts pgAdmin and mongo-express where it runs the servers itself; compose always has them' },
  GRAFANA_PASSWORD: { type: 'string', secret: true, optional: true, description: 'password of admin in the Grafana of compose; made up and written to .env by make start when absent' },
  PGADMIN_PASSWORD: { type: 'string', secret: true, optional: true, description: 'password of observatory@example.com in pgAdmin; made up like GRAFANA_PASSWORD' },
  MONGO_EXPRESS_PASSWORD: { type: 'string', secret: true, optional: true, description: 'password of observatory in mongo-express; made up like GRAFANA_PASSWORD' },
  BROKER_GATEWAY_PASSWORD: { type: 'string', secret: true, optional: true, description: 'password of the user gateway of the broker in compose; made up like GRAFANA_PASSWORD' },
  BROKER_WORKER_PASSWORD: { type: 'string', secret: true, optional: true, description: 'password of the user worker there' },
  BROKER_AGGREGATOR_PASSWORD: { type: 'string', secret: true, optional: true, description: 'password of the user aggregator there' },
  BROKER_MONITORING_PASSWORD: { type: 'string', secret: true, optional: true, description: 'password of the user monitoring there, who may look at the management alone' },
  BROKER_OPERATOR_PASSWORD: { type: 'string', secret: true, optional: true, description: 'password of the user operator there, who may do everything' },
  OBSERVATORY_RULES: { type: 'enum', values: ['standard', 'fast'], optional: true, description: 'rules that make start gives Prometheus and Alertmanager: those of production, or the same with shortened spans of time (docs/alerting.md)' },
  AVAILABILITY_TARGET: { type: 'number', min: 50, max: 99.999, default: 99.9, description: 'service level: percent of requests that are answered without an error of the server' },
  RESPONSE_TIME_P95_TARGET_MS: { type: 'integer', min: 5, max: 10_000, default: 400, description: 'service level: time within which 95 % of the requests are answered, or people are woken; a bound of the histogram (docs/alerting.md)' },
  PERFORMANCE_BUDGET_MEMORY_MB: { type: 'number', min: 1, max: 1_048_576, default: 512, description: 'memory that one process may have; an alert from 80 % on' },
  PERFORMANCE_BUDGET_CPU_PERCENT: { type: 'number', min: 1, max: 10_000, default: 70, description: 'share of a core that one process may use before an alert' },
  ALERT_SMTP_SMARTHOST: { type: 'string', optional: true, description: 'host:port of the mail server that Alertmanager uses; without it there is no mail' },
  ALERT_SMTP_USERNAME: { type: 'string', optional: true, description: 'login at the mail server' },
  ALERT_SMTP_PASSWORD_FILE: { type: 'string', optional: true, description: 'file with the password for it' },
  ALERT_EMAIL_FROM: { type: 'string', optional: true, description: 'sender of mails about alerts' },
  ALERT_EMAIL_TO: { type: 'string', optional: true, description: 'who gets mails about alerts' },
  ALERT_EMAIL_ESCALATION_TO: { type: 'string', optional: true, description: 'who gets them when nobody acknowledges; by default the same' },
  ALERT_SLACK_URL_FILE: { type: 'string', optional: true, description: 'file with the URL of a Slack webhook; without it there is no Slack' },
  ALERT_SLACK_CHANNEL: { type: 'string', optional: true, description: 'channel for alerts' },
  ALERT_SLACK_ESCALATION_CHANNEL: { type: 'string', optional: true, description: 'channel for alerts that nobody acknowledges; by default the same' },
  DRILL_LANES: { type: 'integer', min: 1, max: 16, optional: true, description: 'systems that make drill runs side by side; by default as many as there are cores, at most 3' },
  DRILL_HOST: { type: 'boolean', optional: true, description: 'make drill also causes faults that the whole machine feels: all its cores busy, most of its memory taken' },
  CHROMIUM_PATH: { type: 'string', optional: true, description: 'the browser that looks at the console, in tests, the gate and npm run screenshots; by default Chromium of the system' },
  OBSERVATORY_URL: { type: 'string', optional: true, description: 'the observatory that npm run tui and npm run web:dev ask; by default the one that make start started' },
  OBSERVATORY_USER: { type: 'string', optional: true, description: 'who is named as having given a command in the terminal console; by default user and host' },
  OBSERVATORY_SESSION_FILE: { type: 'string', optional: true, description: 'where `login` of the terminal console keeps the session; job-observatory/session.json in XDG_CONFIG_HOME or ~/.config when absent' },
  OBSERVATORY_TOKEN: { type: 'string', optional: true, secret: true, description: 'the API key or token that the terminal console asks with, where AUTH_MODE=required' },
  FIRST_ACCESS: { type: 'string', optional: true, secret: true, description: 'for the compose file: whom to give access first, as JSON (an administrator and API keys); make start sets it from .stack/dev/credentials.json' },
  TEST_BACKEND: { type: 'enum', values: ['containers', 'native'], optional: true, description: 'where the tests take their servers from; chosen like STACK' },
  GRAFANA_URL: { type: 'string', optional: true, description: 'a real Grafana that has the dashboards of the repository, for example http://127.0.0.1:13080; the integration gate and the panel check ask it too' },
  GRAFANA_USER: { type: 'string', optional: true, description: 'who asks it; admin when absent' },
  KEEP_TEST_SERVERS: { type: 'boolean', optional: true, description: 'leaves the servers of the tests running, for the next run' },
  APP_NODE_ARGS: { type: 'string', optional: true, description: 'arguments for the Node of the services that end-to-end tests and benches start, for example --cpu-prof' },
  NODE_COMPILE_CACHE: { type: 'string', optional: true, description: 'where Node keeps what it has compiled; the tests set it for the services that they start' },
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
