import { Client } from 'pg';
import { eventually, privateStack, type PrivateStack } from './index';

/** Servers of a suite's own: what is stopped here hurts nobody else, and comes back with its data on its old port. */
describe('a private stack', () => {
  let stack: PrivateStack;

  beforeAll(async () => {
    stack = await privateStack('private', { portOffset: -7_500, stores: ['postgres', 'redis'] });
  }, 60_000);

  afterAll(async () => {
    await stack?.stop();
  }, 30_000);

  const query = async (sql: string): Promise<unknown[]> => {
    const client = new Client({ connectionString: stack.servers.postgres, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql)).rows as unknown[];
    } finally {
      await client.end();
    }
  };

  it('keeps what was committed over a stop and a start', async () => {
    await query('CREATE TABLE kept AS SELECT 1 AS n');
    await stack.stopServer('postgres');
    await expect(query('SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
    await stack.startServer('postgres');
    expect(await query('SELECT n FROM kept')).toEqual([{ n: 1 }]);
  }, 60_000);

  it('keeps it over a kill as well, and can be started right after', async () => {
    await query('CREATE TABLE survived AS SELECT 2 AS n');
    await stack.killServer('postgres');
    await stack.startServer('postgres');
    await eventually(async () => expect(await query('SELECT n FROM survived')).toEqual([{ n: 2 }]), { message: 'the table is there' });
  }, 60_000);
});
