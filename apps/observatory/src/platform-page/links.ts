import type { ObservatoryEnv } from '../observatory.env';

/** One user interface of the platform as the page shows it. */
export interface Link {
  readonly title: string;
  readonly description: string;
  /** Where a browser finds it; absent where this installation does not have it. */
  readonly url: string | undefined;
  /** Who may enter, or how to start it where it is absent. */
  readonly note: string;
}

export interface LinkGroup {
  readonly title: string;
  readonly links: readonly Link[];
}

const OPEN = 'No login.';

/** Addresses come from the environment, since only the deployment knows them; the observatory itself is where the page is. */
export function linkGroups(env: ObservatoryEnv): readonly LinkGroup[] {
  const swagger = (base: string | undefined): string | undefined => (base === undefined ? undefined : `${base.replace(/\/$/, '')}/docs`);
  return [
    {
      title: 'APIs',
      links: [
        { title: 'Gateway', description: 'Submit jobs, cancel, retry, pause, schedule: every command.', url: swagger(env.UI_GATEWAY_URL), note: 'Swagger UI. No login.' },
        { title: 'Observatory', description: 'Jobs, timelines, schedules and counts, each with the position it is true for.', url: '/docs', note: 'Swagger UI. No login.' },
        { title: 'Worker', description: 'Runs jobs. Tells how it is.', url: swagger(env.UI_WORKER_URL), note: 'Swagger UI. No login.' },
        { title: 'Aggregator', description: 'Folds the log into read models. Tells how it is.', url: swagger(env.UI_AGGREGATOR_URL), note: 'Swagger UI. No login.' },
      ],
    },
    {
      title: 'Watching',
      links: [
        { title: 'Grafana', description: 'Dashboards of the system, its jobs, queues, projections, budgets and tenants.', url: env.UI_GRAFANA_URL, note: env.UI_GRAFANA_URL === undefined ? 'Part of the compose stack.' : 'Looking needs no login; admin, password GRAFANA_PASSWORD.' },
        { title: 'Prometheus', description: 'Metrics, recording rules, and the state of every alert.', url: env.UI_PROMETHEUS_URL, note: OPEN },
        { title: 'Alertmanager', description: 'Alerts that fire, who is told, and silences.', url: env.UI_ALERTMANAGER_URL, note: OPEN },
      ],
    },
    {
      title: 'Stores',
      links: [
        { title: 'RabbitMQ', description: 'Exchanges, queues, consumers, and what is parked.', url: env.UI_RABBITMQ_URL, note: 'With compose operator, password BROKER_OPERATOR_PASSWORD; else guest, password guest, from this machine only.' },
        { title: 'pgAdmin', description: 'The log, the jobs and everything else in PostgreSQL.', url: env.UI_PGADMIN_URL, note: admin(env.UI_PGADMIN_URL, 'observatory@example.com, password PGADMIN_PASSWORD.') },
        { title: 'mongo-express', description: 'The read models in MongoDB, read only.', url: env.UI_MONGO_EXPRESS_URL, note: admin(env.UI_MONGO_EXPRESS_URL, 'observatory, password MONGO_EXPRESS_PASSWORD.') },
      ],
    },
  ];
}

const admin = (url: string | undefined, login: string): string => (url === undefined ? 'Start it with make start WITH_ADMIN=1.' : login);
