import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keys that seal payloads, results and logs, each wrapped by a key of the configuration. Destroying the wrapped key erases, everywhere at once, what it
 * seals; the row stays as the ledger of it.
 */
export class AddDataKeys1763700000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE data_keys (
        id text PRIMARY KEY,
        tenant_id text NOT NULL,
        subject text NOT NULL,
        kek_id text NOT NULL,
        wrapped bytea,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        destroyed_at timestamptz,
        destroyed_by text,
        CONSTRAINT destroyed_has_no_key CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL)),
        CONSTRAINT destroyed_by_somebody CHECK ((destroyed_at IS NULL) = (destroyed_by IS NULL)),
        CONSTRAINT wrapped_is_a_key CHECK (length(wrapped) = 60)
      );
      CREATE UNIQUE INDEX one_data_key_in_use_per_owner ON data_keys (tenant_id, subject) WHERE destroyed_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE data_keys');
  }
}
