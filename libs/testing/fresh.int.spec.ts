import { MongoClient } from 'mongodb';
import { Client } from 'pg';
import { connect } from 'amqplib';
import { freshDatabase, freshMongo, freshVhost, serversFromEnv } from './index';

describe('a spec file on real servers', () => {
  it('gets an empty PostgreSQL database of its own, in which it may create anything', async () => {
    const [mine, other] = await Promise.all([freshDatabase(), freshDatabase()]);
    expect(mine).not.toBe(other);
    const client = new Client({ connectionString: mine });
    await client.connect();
    await client.query('CREATE TABLE thing (id int)');
    const { rows } = await client.query<{ n: number }>("SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = 'public'");
    await client.end();
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('gets a vhost of its own, in which guest may declare, publish and consume', async () => {
    const connection = await connect(await freshVhost());
    const channel = await connection.createConfirmChannel();
    await channel.assertQueue('q.v1', { durable: true, arguments: { 'x-queue-type': 'quorum' } });
    channel.sendToQueue('q.v1', Buffer.from('hello'), { persistent: true });
    await channel.waitForConfirms();
    const message = await channel.get('q.v1', { noAck: true });
    await connection.close();
    expect(message === false ? '' : message.content.toString()).toBe('hello');
  });

  it('gets a Mongo database of its own on a replica set, so that writes can be majority and transactions work', async () => {
    const { url, database } = await freshMongo();
    const client = await MongoClient.connect(url);
    const things = client.db(database).collection('things', { writeConcern: { w: 'majority' } });
    await client.withSession((session) => session.withTransaction(() => things.insertOne({ n: 1 }, { session })));
    expect(await things.countDocuments()).toBe(1);
    await client.close();
  });

  it('fails when there are no servers, instead of passing without them', () => {
    expect(() => serversFromEnv({})).toThrow(/no servers for this suite/);
  });
});
