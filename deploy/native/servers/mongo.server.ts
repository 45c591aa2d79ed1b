import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, MongoClient, MongoServerError } from 'mongodb';
import { requireTool } from '../install';
import type { Server, ServerContext } from './server';

/** A replica set of one member: transactions, change streams and write concern "majority" behave as on a real one. */
const SET = 'rs0';

async function withAdmin<T>(context: ServerContext, work: (run: (command: Document) => Promise<Document>) => Promise<T>): Promise<T> {
  const client = new MongoClient(`mongodb://127.0.0.1:${context.ports.mongo}/?directConnection=true${context.tls === undefined ? '' : '&tls=true'}`, { serverSelectionTimeoutMS: 1_500, connectTimeoutMS: 1_500 });
  try {
    const admin = client.db('admin');
    return await work((command) => admin.command(command));
  } finally {
    await client.close();
  }
}

const tlsArguments = ({ tls }: ServerContext): string[] =>
  tls === undefined ? [] : ['--tlsMode', 'requireTLS', '--tlsCertificateKeyFile', tls.both, '--tlsCAFile', tls.ca, '--tlsAllowConnectionsWithoutCertificates', '--tlsDisabledProtocols', 'TLS1_0,TLS1_1,TLS1_2'];

const NOT_YET_INITIALIZED = 94;

export const mongoServer: Server = {
  name: 'mongo',
  tools: ['mongod'],
  ports: ['mongo'],
  stopSignal: 'SIGTERM',
  stopGraceMs: 30_000,
  startTimeoutMs: 60_000,

  prepare(context) {
    mkdirSync(join(context.folder, 'data'), { recursive: true });
    return Promise.resolve();
  },

  command: (context) => ({
    file: requireTool('mongod'),
    args: [
      ...['--replSet', SET, '--dbpath', join(context.folder, 'data')],
      ...['--bind_ip', '127.0.0.1', '--port', String(context.ports.mongo), '--nounixsocket'],
      ...tlsArguments(context),
      ...['--wiredTigerCacheSizeGB', context.size === 'large' ? '1' : '0.5', '--oplogSize', '512'],
      ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
    ],
    cwd: context.folder,
  }),

  /** Initiates the replica set, or moves its one member to the port that the stack has now. */
  async bootstrap(context) {
    const host = `127.0.0.1:${context.ports.mongo}`;
    await withAdmin(context, async (run) => {
      try {
        const { config } = (await run({ replSetGetConfig: 1 })) as { config: { version: number; members: { host: string }[] } };
        if (config.members[0]?.host === host) return;
        await run({ replSetReconfig: { ...config, version: config.version + 1, members: [{ ...config.members[0], host }] }, force: true });
      } catch (error) {
        if (!(error instanceof MongoServerError) || error.code !== NOT_YET_INITIALIZED) throw error;
        await run({ replSetInitiate: { _id: SET, members: [{ _id: 0, host }] } });
      }
    });
  },

  async probe(context) {
    const hello = await withAdmin(context, (run) => run({ hello: 1 }));
    if (hello['isWritablePrimary'] !== true) throw new Error('the replica set has no primary yet');
  },
};
