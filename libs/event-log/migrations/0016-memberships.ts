import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tenants in which a user may act besides the own one, and in which roles there. */
export class AddMemberships1763700000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE memberships (
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        tenant_id text NOT NULL,
        roles text[] NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        created_by text NOT NULL,
        PRIMARY KEY (user_id, tenant_id),
        CONSTRAINT a_member_has_a_role CHECK (cardinality(roles) > 0)
      );
      CREATE INDEX members_of_tenant ON memberships (tenant_id, user_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE memberships');
  }
}
