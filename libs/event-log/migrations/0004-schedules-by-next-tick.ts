import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which schedules are due is asked each second and at each tick; see schedule-reader.ts. */
export class IndexSchedules1763700000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX schedules_by_next_tick ON resources (((state ->> 'nextAt') COLLATE "C")) WHERE kind = 'schedule'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX schedules_by_next_tick');
  }
}
