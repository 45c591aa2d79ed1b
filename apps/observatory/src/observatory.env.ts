import { type EnvOf, type EnvSpec, loadEnv, serviceVariables } from '#config';

/** What the observatory reads from its environment. */
export const OBSERVATORY_ENV = {
  ...serviceVariables({ httpPort: 13003 }),
  MONGO_URL: { type: 'url', protocols: ['mongodb', 'mongodb+srv'], secret: true, default: 'mongodb://127.0.0.1:37017/?replicaSet=rs0', description: 'MongoDB, which holds the read models; a user that may only read is enough here' },
  MONGO_DATABASE: { type: 'string', default: 'observatory', pattern: /^[A-Za-z0-9_-]{1,38}$/, description: 'database of the read models' },
} as const satisfies EnvSpec;

export type ObservatoryEnv = EnvOf<typeof OBSERVATORY_ENV>;

export function loadObservatoryEnv(source: Readonly<Record<string, string | undefined>> = process.env): ObservatoryEnv {
  return loadEnv(OBSERVATORY_ENV, source);
}
