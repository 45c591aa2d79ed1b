import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People and their sessions. Of a password only its Argon2id hash, of a refresh token only its SHA-256, of a signing key its public half and the private one
 * sealed with a secret that the store does not know.
 */
export class AddUsers1763700000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE users (
        id uuid PRIMARY KEY,
        tenant_id text NOT NULL,
        name text NOT NULL,
        roles text[] NOT NULL,
        password_hash text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        created_by text NOT NULL,
        disabled_at timestamptz,
        CONSTRAINT one_user_per_name UNIQUE (tenant_id, name),
        CONSTRAINT a_user_has_a_role CHECK (cardinality(roles) > 0),
        CONSTRAINT password_is_hashed CHECK (password_hash LIKE '$argon2id$%')
      );
      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        secret bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        ends_at timestamptz NOT NULL,
        revoked_at timestamptz,
        revoked_why text,
        CONSTRAINT revoked_for_a_reason CHECK ((revoked_at IS NULL) = (revoked_why IS NULL))
      );
      CREATE INDEX sessions_of_user ON sessions (user_id, ends_at);
      CREATE TABLE refresh_tokens (
        hash bytea PRIMARY KEY,
        session_id uuid NOT NULL REFERENCES sessions ON DELETE CASCADE,
        consumed_at timestamptz,
        CONSTRAINT hash_is_sha_256 CHECK (length(hash) = 32)
      );
      CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);
      CREATE TABLE signing_keys (
        kid text PRIMARY KEY,
        public_key text NOT NULL,
        wrapped_key bytea NOT NULL,
        signs_from timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE signing_keys, refresh_tokens, sessions, users');
  }
}
