import { exitOnConfigurationError } from '#config';
import { migrate } from '#event-log';
import { speakTls } from '#http';
import { loadMigrateEnv } from './gateway.env';

const env = exitOnConfigurationError(() => loadMigrateEnv());
speakTls(env);

migrate(env.DATABASE_URL).then(
  (applied) => process.stdout.write(applied.length === 0 ? 'the schema is up to date\n' : `applied ${applied.join(', ')}\n`),
  (error: unknown) => {
    process.stderr.write(`the migration failed: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
