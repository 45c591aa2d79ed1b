import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freshDatabase } from '#testing';
import { makeDataSource } from './data-source';
import { migrate } from './migrate';
import { normalisedSchema } from './schema-dump';

jest.setTimeout(60_000);

const NAMES = ['CreateTheLog1763700000001', 'AddResources1763700000002', 'CompleteJobSemantics1763700000003', 'IndexSchedules1763700000004', 'AddAlerts1763700000005', 'GrantsWithSubmission1763700000006', 'AddApiKeys1763700000007', 'TenantsSeeTheirOwn1763700000008', 'AddUsers1763700000009', 'AddAudit1763700000010', 'AddTickets1763700000011', 'AddDataKeys1763700000012', 'AddTenantQuotas1763700000013', 'AddConsents1763700000014', 'GovernJobs1763700000015', 'AddMemberships1763700000016'];

async function ask<R>(url: string, text: string): Promise<R[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as R[];
  } finally {
    await client.end();
  }
}

describe('the migration', () => {
  it('makes everything from nothing, and then finds nothing to do', async () => {
    const url = await freshDatabase();
    expect(await migrate(url)).toEqual(NAMES);
    expect(await migrate(url)).toEqual([]);
    expect(await ask(url, 'SELECT position, partitioned_until FROM log_head')).toEqual([{ position: '0', partitioned_until: '15000000' }]);
    expect(await ask(url, 'SELECT holder, epoch, cursor FROM relay_lease')).toEqual([{ holder: 'nobody', epoch: '0', cursor: '0' }]);
  });

  it('happens once when several do it at the same time', async () => {
    const url = await freshDatabase();
    const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(url)));
    expect(applied.flat()).toEqual(NAMES);
    expect(await ask(url, 'SELECT count(*)::int AS heads FROM log_head')).toEqual([{ heads: 1 }]);
  });

  it('leaves nothing of a migration that fails, and can be repeated', async () => {
    const url = await freshDatabase();
    await ask(url, 'CREATE TABLE queues (in_the_way int)');
    await expect(migrate(url)).rejects.toThrow(/queues/);
    expect(await ask(url, "SELECT count(*)::int AS tables FROM pg_tables WHERE tablename IN ('jobs', 'events', 'log_head')")).toEqual([{ tables: 0 }]);
    await ask(url, 'DROP TABLE queues');
    expect(await migrate(url)).toEqual(NAMES);
  });

  it('can be taken back to nothing', async () => {
    const url = await freshDatabase();
    await migrate(url);
    const dataSource = await makeDataSource(url, 'spec').initialize();
    for (const _ of NAMES) await dataSource.undoLastMigration();
    await dataSource.destroy();
    expect(await ask(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'")).toEqual([]);
    expect(await migrate(url)).toEqual(NAMES);
  });

  it('gives exactly the schema that stands in schema.sql', async () => {
    const url = await freshDatabase();
    await migrate(url);
    const { stdout } = await promisify(execFile)('pg_dump', ['--schema-only', '--no-owner', '--no-privileges', url], { maxBuffer: 16 * 1024 * 1024 });
    expect(normalisedSchema(stdout)).toBe(readFileSync(join(__dirname, 'schema.sql'), 'utf8'));
  });

  it('makes tables that the entities fit', async () => {
    const url = await freshDatabase();
    await migrate(url);
    const dataSource = await makeDataSource(url, 'spec').initialize();
    for (const { tableName, columns } of dataSource.entityMetadatas) {
      const inTable = await ask<{ column_name: string; udt_name: string; is_nullable: string }>(url, `SELECT column_name, udt_name, is_nullable FROM information_schema.columns WHERE table_name = '${tableName}'`);
      const known = new Map(inTable.map((column) => [column.column_name, column]));
      for (const column of columns) {
        expect([tableName, column.databaseName, known.get(column.databaseName)?.is_nullable]).toEqual([tableName, column.databaseName, column.isNullable ? 'YES' : 'NO']);
      }
    }
    await dataSource.destroy();
  });
});
