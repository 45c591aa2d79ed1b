import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Alerts are resources too. Which of them hold is asked every few seconds, see alert-reader.ts; which ended long ago, once a minute. */
export class AddAlerts1763700000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE resources DROP CONSTRAINT kind_is_known,
        ADD CONSTRAINT kind_is_known CHECK (kind IN ('queue', 'job_type', 'limit', 'worker', 'schedule', 'operation', 'alert'));
      CREATE INDEX alerts_that_hold ON resources (name) WHERE kind = 'alert' AND (state -> 'alert' ->> 'state') = 'firing';
      CREATE INDEX alerts_by_end ON resources (((state -> 'alert' ->> 'resolvedAt') COLLATE "C")) WHERE kind = 'alert' AND (state -> 'alert' ->> 'state') = 'resolved';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM resources WHERE kind = 'alert';
      DROP INDEX alerts_that_hold, alerts_by_end;
      ALTER TABLE resources DROP CONSTRAINT kind_is_known,
        ADD CONSTRAINT kind_is_known CHECK (kind IN ('queue', 'job_type', 'limit', 'worker', 'schedule', 'operation'));
    `);
  }
}
