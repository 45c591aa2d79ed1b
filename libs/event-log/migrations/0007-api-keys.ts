import type { MigrationInterface, QueryRunner } from 'typeorm';

/** API keys: of the secret only an HMAC under the key's own salt. Rows are kept after revocation, for whoever asks later whose a key was. */
export class AddApiKeys1763700000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_keys (
        id text PRIMARY KEY,
        tenant_id text NOT NULL,
        name text NOT NULL,
        roles text[] NOT NULL,
        salt bytea NOT NULL,
        hash bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        created_by text NOT NULL,
        expires_at timestamptz,
        revoked_at timestamptz,
        revoked_by text,
        CONSTRAINT id_is_sixteen_hex_digits CHECK (id ~ '^[0-9a-f]{16}$'),
        CONSTRAINT hash_is_an_hmac CHECK (length(hash) = 32 AND length(salt) = 16),
        CONSTRAINT a_key_has_a_role CHECK (cardinality(roles) > 0),
        CONSTRAINT revoked_by_somebody CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
      );
      CREATE INDEX api_keys_of_tenant ON api_keys (tenant_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE api_keys');
  }
}
