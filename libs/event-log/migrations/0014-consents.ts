import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a person has said about the use of their data is a resource: a row under a digest of who it is, and its events in the log. */
export class AddConsents1763700000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE resources DROP CONSTRAINT kind_is_known,
        ADD CONSTRAINT kind_is_known CHECK (kind IN ('queue', 'job_type', 'limit', 'worker', 'schedule', 'operation', 'alert', 'consent'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM resources WHERE kind = 'consent';
      ALTER TABLE resources DROP CONSTRAINT kind_is_known,
        ADD CONSTRAINT kind_is_known CHECK (kind IN ('queue', 'job_type', 'limit', 'worker', 'schedule', 'operation', 'alert'));
    `);
  }
}
