import { EnvOf } from './variable';

/**
 * The variables that every service reads. Spread into the app's own spec:
 * `export const GATEWAY_ENV = { ...serviceVariables({ httpPort: 13000 }), DATABASE_URL: { … } } satisfies EnvSpec`.
 */
export function serviceVariables(defaults: { readonly httpPort: number }) {
  return {
    NODE_ENV: { type: 'enum', values: ['development', 'test', 'production'], default: 'development', description: 'kind of environment; only labels logs' },
    LOG_LEVEL: { type: 'enum', values: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], default: 'info', description: 'least severe log line that is written' },
    HTTP_HOST: { type: 'string', default: '127.0.0.1', description: 'address that HTTP listens on' },
    HTTP_PORT: { type: 'integer', min: 0, max: 65535, default: defaults.httpPort, description: 'port that HTTP listens on; 0 takes a free one' },
    SERVICE_INSTANCE_ID: { type: 'string', optional: true, pattern: /^[A-Za-z0-9._-]{1,64}$/, description: 'name of this process in events and logs; random when absent' },
    SHUTDOWN_TIMEOUT_MS: { type: 'integer', min: 0, max: 600_000, default: 15_000, description: 'longest wait for work under way after SIGTERM' },
  } as const;
}

/** What `serviceVariables` loads to. */
export type ServiceEnv = EnvOf<ReturnType<typeof serviceVariables>>;
