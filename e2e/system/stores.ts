import { freshDatabase, freshMongo, freshVhost } from '#testing';
import type { Stores } from './system';

/** An empty database, vhost and Mongo database on the servers of this run. */
export async function freshStores(): Promise<Stores> {
  const [databaseUrl, amqpUrl, mongo] = await Promise.all([freshDatabase(), freshVhost(), freshMongo()]);
  return { databaseUrl, amqpUrl, mongoUrl: mongo.url, mongoDatabase: mongo.database };
}
