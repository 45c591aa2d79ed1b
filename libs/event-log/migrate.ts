import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from './data-source';

/** Any number, as long as nobody else locks by it in this database: "observatory" in digits of a phone. */
const MIGRATION_LOCK = 6_278_862_867;

/**
 * Brings the schema up to date. Safe to repeat, and safe when several do it at once: one works, the others wait for it and then find nothing
 * to do. The lock belongs to a session, so a migration that is killed frees it.
 *
 * @returns names of the migrations that this call applied
 */
export async function migrate(url: string, applicationName = 'observatory migrate'): Promise<readonly string[]> {
  const lock = new Client({ connectionString: url, application_name: `${applicationName} lock`, connectionTimeoutMillis: 5_000 });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    // A migration may take longer than any statement of the running system.
    const dataSource = new DataSource({ ...dataSourceOptions(url, applicationName), extra: {} });
    await dataSource.initialize();
    try {
      const applied = await dataSource.runMigrations();
      return applied.map(({ name }) => name);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await lock.end();
  }
}
