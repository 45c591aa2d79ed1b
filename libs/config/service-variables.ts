import { EnvOf } from './variable';

/**
 * The variables that every service reads. Spread into the app's own spec:
 * `export const GATEWAY_ENV = { ...serviceVariables({ httpPort: 13000 }), DATABASE_URL: { … } } satisfies EnvSpec`.
 */
export function serviceVariables(defaults: { readonly httpPort: number }) {
  return {
    NODE_ENV: { type: 'enum', values: ['development', 'test', 'production'], default: 'development', description: 'kind of environment; production refuses settings that are for development (AUTH_MODE=off)' },
    LOG_LEVEL: { type: 'enum', values: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], default: 'info', description: 'least severe log line that is written' },
    HTTP_HOST: { type: 'string', default: '127.0.0.1', description: 'address that HTTP listens on' },
    HTTP_PORT: { type: 'integer', min: 0, max: 65535, default: defaults.httpPort, description: 'port that HTTP listens on; 0 takes a free one' },
    HTTP_DOCS: { type: 'boolean', default: true, description: 'whether /docs (Swagger UI) and /openapi.json are served, to everybody' },
    HTTP_TLS_CERT_FILE: { type: 'string', optional: true, description: 'certificate (PEM, with those between it and its authority) that this service shows: it then listens with TLS 1.3 and nothing else; looked at every two seconds, a new one needs no restart' },
    HTTP_TLS_KEY_FILE: { type: 'string', optional: true, description: 'key of HTTP_TLS_CERT_FILE (PEM)' },
    HTTP_TLS_CLIENT_CA_FILE: { type: 'string', optional: true, description: 'authority (PEM) whose certificate each client of this service needs (mTLS); probes and browsers too' },
    ...tlsVariables(),
    TLS_CLIENT_CERT_FILE: { type: 'string', optional: true, description: 'certificate (PEM) that this service shows to other services that ask for one (mTLS)' },
    TLS_CLIENT_KEY_FILE: { type: 'string', optional: true, description: 'key of TLS_CLIENT_CERT_FILE (PEM)' },
    HTTP_BEHIND_TLS: { type: 'boolean', default: false, description: 'clients come over TLS, which ends right before this service: browsers are told to stay with it (HSTS)' },
    HTTP_CORS_ORIGINS: { type: 'list', default: [], check: faultOfOrigin, description: 'origins (https://host) whose pages may read answers and send commands with a credential of their own; none when empty' },
    SERVICE_INSTANCE_ID: { type: 'string', optional: true, pattern: /^[A-Za-z0-9._-]{1,64}$/, description: 'name of this process in events and logs; random when absent' },
    OTEL_EXPORTER_OTLP_ENDPOINT: { type: 'url', protocols: ['http', 'https'], optional: true, description: 'collector of traces, OTLP over HTTP, without /v1/traces; no traces are recorded when absent' },
    OTEL_EXPORTER_OTLP_HEADERS: { type: 'list', secret: true, default: [], check: faultOfHeader, description: 'headers for the collector, each as name=value' },
    OTEL_TRACES_SAMPLER: {
      type: 'enum',
      values: ['parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'],
      default: 'parentbased_traceidratio',
      description: 'which traces that begin here are recorded; one that a client began is recorded if the client says so',
    },
    OTEL_TRACES_SAMPLER_ARG: { type: 'number', min: 0, max: 1, default: 0.01, description: 'share of traces that parentbased_traceidratio records' },
    OTEL_SERVICE_NAME: { type: 'string', optional: true, pattern: /^[\x21-\x7e]{1,128}$/, description: 'name of the service in traces; the service itself when absent' },
    DEBUG_TOKEN: { type: 'string', pattern: /^[\x21-\x7e]{16,256}$/, secret: true, optional: true, description: 'bearer token for /debug/performance, where an operator sees how the process does and takes CPU profiles; off when absent' },
    SHUTDOWN_TIMEOUT_MS: { type: 'integer', min: 0, max: 600_000, default: 15_000, description: 'longest wait for work under way after SIGTERM' },
  } as const;
}

/** An origin is compared as browsers write it; `*` and `null` would be everybody. */
function faultOfOrigin(item: string): string | undefined {
  const url = URL.canParse(item) ? new URL(item) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.origin === item && !item.includes('*') ? undefined : `${JSON.stringify(item)} is no origin, which is written https://host or https://host:port`;
}

/** Of whatever connects to a store, the tools included. */
export function tlsVariables() {
  return {
    TLS_CA_FILE: { type: 'string', optional: true, description: 'authority (PEM) that is trusted beside the usual ones, for stores and services; whether TLS is spoken is said by their URLs: amqps:, https:, sslmode=verify-full (PostgreSQL), tls=true (MongoDB)' },
  } as const;
}

/** A fault never quotes the item: its value is a credential. */
function faultOfHeader(item: string): string | undefined {
  return /^[A-Za-z0-9-]+=[^\r\n]+$/.test(item) ? undefined : 'an item is not of the form name=value';
}

/** What `serviceVariables` loads to. */
export type ServiceEnv = EnvOf<ReturnType<typeof serviceVariables>>;
