import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The audit trail. Every row carries the hash of itself and the row before it, so whoever changes, removes or reorders one changes every hash behind it; and the last hash is
 * signed and carried out of here every few seconds, so whoever makes all of them anew is found by what others hold.
 *
 * Rows are chained where they are written: one call that takes the lock, looks at the last row and writes the next ones. The lock lives as long as that statement,
 * never across a round trip to a client; two gateways stand in line for some hundred microseconds. An entry is known by its id, so a call that
 * is repeated because nobody knows what became of it writes nothing twice.
 *
 * Nobody may change or remove a row: neither the role of the service, which keeps INSERT and SELECT alone, nor the owner, whom the triggers stop. A superuser can
 * switch them off, and is found by `verify-audit`.
 */
export class AddAudit1763700000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_log (
        sequence bigint CONSTRAINT one_entry_per_place PRIMARY KEY,
        entry_id uuid NOT NULL CONSTRAINT an_entry_stands_once UNIQUE,
        recorded_at timestamptz NOT NULL,
        body text NOT NULL,
        hash bytea NOT NULL,
        CONSTRAINT hash_is_a_sha256 CHECK (length(hash) = 32),
        CONSTRAINT entries_are_counted_from_one CHECK (sequence > 0)
      );

      -- Whoever takes over wants to know what goes on, however long ago it was told.
      CREATE INDEX audit_incidents ON audit_log (sequence) WHERE body LIKE '%"action":"incident.%';

      CREATE TABLE audit_heads (
        sequence bigint CONSTRAINT one_head_per_place PRIMARY KEY,
        hash bytea NOT NULL,
        signed_at timestamptz NOT NULL,
        key_id text NOT NULL,
        signature text NOT NULL
      );

      CREATE FUNCTION refuse_to_change_audit() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the audit trail is append-only: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
      END $$;
      CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_audit();
      CREATE TRIGGER audit_heads_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_heads FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_audit();
      REVOKE UPDATE, DELETE, TRUNCATE ON audit_log, audit_heads FROM CURRENT_USER, PUBLIC;

      -- Chains the entries in the order in which they are given and answers the last place. Those that stand already are left out.
      CREATE FUNCTION append_audit(p_ids uuid[], p_bodies text[]) RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE
        v_sequence bigint;
        v_hash bytea;
        v_at timestamptz;
        v_last timestamptz;
        i integer;
      BEGIN
        PERFORM pg_advisory_xact_lock(7283448247);
        SELECT l.sequence, l.hash, l.recorded_at INTO v_sequence, v_hash, v_last FROM audit_log l ORDER BY l.sequence DESC LIMIT 1;
        v_sequence := coalesce(v_sequence, 0);
        v_hash := coalesce(v_hash, decode(repeat('00', 32), 'hex'));
        -- A clock that was set back does not turn the order of the trail around.
        v_at := greatest(date_trunc('milliseconds', clock_timestamp()), v_last);
        FOR i IN 1 .. coalesce(array_length(p_ids, 1), 0) LOOP
          CONTINUE WHEN EXISTS (SELECT FROM audit_log l WHERE l.entry_id = p_ids[i]);
          v_sequence := v_sequence + 1;
          v_hash := sha256(convert_to(
            encode(v_hash, 'hex') || E'\\n' || v_sequence || E'\\n' || p_ids[i] || E'\\n' || to_char(v_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || E'\\n' || p_bodies[i], 'UTF8'));
          INSERT INTO audit_log (sequence, entry_id, recorded_at, body, hash) VALUES (v_sequence, p_ids[i], v_at, p_bodies[i], v_hash);
        END LOOP;
        RETURN v_sequence;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION append_audit; DROP TABLE audit_log, audit_heads; DROP FUNCTION refuse_to_change_audit;');
  }
}
