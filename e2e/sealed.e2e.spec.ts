import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';
import { Client as Postgres } from 'pg';
import type { RevealJobResponse } from '#contracts';
import { fetch } from '../deploy/native/keyed-fetch';
import { Client } from './system/client';
import { freshStores } from './system/stores';
import { System, type Stores } from './system/system';

const run = promisify(execFile);

/** In payloads, results and lines of these jobs, and nowhere else in the world. */
const CANARY = `canary-${randomBytes(12).toString('hex')}`;
/** A person whom no store, queue or log may know by name, erased or not. */
const ADA = `ada-${randomBytes(9).toString('hex')}`;
const key = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;

describe('what is sealed', () => {
  const [young, old] = [key('young'), key('old')];
  let stores: Stores;
  let system: System;
  let client: Client;
  let echo: Server;
  let echoUrl: string;
  /** The payloads as the echo got them: what a worker really used. */
  const heard: string[] = [];

  beforeAll(async () => {
    echo = createServer((request, response) => {
      void (async () => {
        let body = '';
        for await (const chunk of request) body += String(chunk);
        heard.push(body);
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ echo: body }));
      })();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => echo.once('listening', resolve));
    echoUrl = `http://127.0.0.1:${(echo.address() as AddressInfo).port}/`;
    stores = await freshStores();
    system = await System.start({ stores, env: { gateway: { ENCRYPTION_KEYS: old }, worker: { ENCRYPTION_KEYS: old } } });
    client = Client.of(system);
    const payloadSchema = {
      type: 'object',
      properties: { url: { type: 'string' }, method: { type: 'string' }, headers: { type: 'object', properties: { 'x-customer': { type: 'string', 'x-subject': true, 'x-pii': true } } }, body: { type: 'object', 'x-pii': true } },
    };
    const defined = await command('PUT', '/v1/job-types/http.request', { payloadSchema });
    expect(defined.status).toBe(200);
  }, 90_000);

  afterAll(async () => {
    await system?.stop();
    echo?.close();
  }, 60_000);

  const command = (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${system.one('gateway').url}${path}`, { method, headers: body === undefined ? {} : { 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const request = (customer: string) => ({ type: 'http.request', payload: { url: echoUrl, method: 'POST', headers: { 'x-customer': customer }, body: { secret: CANARY, customer } } });
  const again = async (app: 'gateway' | 'worker', env: Record<string, string>): Promise<void> => {
    await system.one(app).end();
    await system.one(app).start(env).ready();
  };
  const reveal = async (jobId: string): Promise<RevealJobResponse> => (await (await command('POST', `/v1/jobs/${jobId}/reveal`, { reason: 'the test' })).json()) as RevealJobResponse;

  it('is used by the handler as it was submitted, and stands nowhere in the clear', async () => {
    const { jobId } = await client.submit(request(ADA));
    const job = await client.until(jobId, 'COMPLETED');
    expect(JSON.parse(heard.at(-1) ?? '')).toEqual({ secret: CANARY, customer: ADA });
    expect(job.payload).toMatchObject({ url: echoUrl, body: { $sealed: expect.stringMatching(/^1\./) as string } });
    expect(job.result).toEqual({ $sealed: expect.stringMatching(/^1\./) as string });
    expect(await reveal(jobId)).toMatchObject({ jobId, payload: { body: { secret: CANARY, customer: ADA } }, result: { body: expect.stringContaining(CANARY) as string } });
    expect(await wherever(CANARY)).toEqual([]);
    // The search finds what is there: the field that is not marked.
    expect((await wherever(echoUrl)).map((place) => place.split(' ')[0])).toEqual(expect.arrayContaining(['postgres', 'mongo']));
  }, 60_000);

  it('is sealed while it waits in a queue', async () => {
    const { jobId } = await client.submit({ ...request(ADA), queue: 'nobodys' });
    await client.until(jobId, 'QUEUED');
    const queued = (await client.log()).find(({ eventType, payload }) => eventType === 'job.queued' && payload['jobId'] === jobId);
    expect(JSON.stringify(queued)).toContain('$sealed');
    expect(await wherever(CANARY)).toEqual([]);
  }, 60_000);

  it('opens after its key was wrapped by another, which then does without the first', async () => {
    const { jobId } = await client.submit(request(ADA));
    await client.until(jobId, 'COMPLETED');
    const { stdout } = await run(process.execPath, ['dist/apps/gateway/src/data-keys.js', 'rewrap'], { env: { PATH: process.env['PATH'], DATABASE_URL: stores.databaseUrl, ENCRYPTION_KEYS: `${young},${old}` } });
    expect(stdout).toMatch(/^[1-9]\d* keys are wrapped by young now\n$/);
    await again('gateway', { ENCRYPTION_KEYS: young });
    expect((await reveal(jobId)).payload['body']).toEqual({ secret: CANARY, customer: ADA });
    // And still opens for a worker that has both.
    await again('worker', { ENCRYPTION_KEYS: `${young},${old}` });
    const { jobId: next } = await client.submit(request(ADA));
    await client.until(next, 'COMPLETED', 40_000);
  }, 90_000);

  it('is gone when its person was erased: what others own stays, what comes later is new, and the ledger erases it again', async () => {
    const [ada, bob] = await Promise.all([client.submit(request(ADA)), client.submit(request('bob'))]);
    for (const { jobId } of [ada, bob]) await client.until(jobId, 'COMPLETED');
    const exported = async (person: string): Promise<string[]> => (await (await command('POST', `/v1/subjects/${person}/export`)).text()).split('\n').filter(Boolean);
    expect((await exported(ADA)).length).toBeGreaterThanOrEqual(4);
    expect(await exported('bob')).toEqual([expect.stringContaining(CANARY)]);
    const backup = await inPostgres('SELECT id, kek_id, wrapped FROM data_keys WHERE destroyed_at IS NULL');
    expect(await (await command('DELETE', `/v1/subjects/${ADA}?reason=asked`)).json()).toMatchObject({ erased: true });
    expect(await exported(ADA)).toEqual([]);
    const refused = await command('POST', `/v1/jobs/${ada.jobId}/reveal`, { reason: 'the test' });
    expect([refused.status, await refused.json()]).toMatchObject([410, { code: 'erased' }]);
    expect((await reveal(bob.jobId)).payload['body']).toEqual({ secret: CANARY, customer: 'bob' });
    const environment = { PATH: process.env['PATH'], DATABASE_URL: stores.databaseUrl, ENCRYPTION_KEYS: young };
    const { stdout: ledger } = await run(process.execPath, ['dist/apps/gateway/src/data-keys.js', 'erasures'], { env: environment });
    // As a backup from before would bring it back.
    await inPostgres('UPDATE data_keys k SET wrapped = b.wrapped, destroyed_at = NULL, destroyed_by = NULL FROM json_to_recordset($1) AS b (id text, wrapped bytea) WHERE k.id = b.id AND k.destroyed_at IS NOT NULL', [
      JSON.stringify(backup.map(({ id, wrapped }) => ({ id, wrapped: `\\x${(wrapped as Buffer).toString('hex')}` }))),
    ]);
    const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    writeFileSync(join(folder, 'ledger'), ledger);
    await run(process.execPath, ['dist/apps/gateway/src/data-keys.js', 'erase-again', join(folder, 'ledger')], { env: environment });
    rmSync(folder, { recursive: true });
    expect((await command('POST', `/v1/jobs/${ada.jobId}/reveal`, { reason: 'the test' })).status).toBe(410);
    const { jobId: later } = await client.submit(request(ADA));
    await client.until(later, 'COMPLETED');
    expect((await reveal(later)).payload['body']).toEqual({ secret: CANARY, customer: ADA });
    expect(ledger.trim().split('\n')).toHaveLength(1);
    expect(await wherever(ADA)).toEqual([]);
    expect(await wherever(CANARY)).toEqual([]);
  }, 60_000);

  async function inPostgres(text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    const postgres = new Postgres({ connectionString: stores.databaseUrl });
    await postgres.connect();
    const { rows } = await postgres.query<Record<string, unknown>>(text, [...values]).finally(() => postgres.end());
    return rows;
  }

  /** Where a text stands: in any row, any document, any line that a process wrote; and, where the servers' files are ours, in any of them. */
  async function wherever(text: string): Promise<string[]> {
    const found: string[] = [];
    const postgres = new Postgres({ connectionString: stores.databaseUrl });
    await postgres.connect();
    const { rows: tables } = await postgres.query<{ name: string }>("SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'");
    for (const { name } of tables) {
      const { rows } = await postgres.query<{ n: string }>(`SELECT count(*) AS n FROM ${name} AS t WHERE strpos(t::text, $1) > 0`, [text]);
      if (Number(rows[0]?.n) > 0) found.push(`postgres ${name}`);
    }
    await postgres.end();
    const mongo = await MongoClient.connect(stores.mongoUrl);
    for (const { name } of await mongo.db(stores.mongoDatabase).listCollections().toArray()) {
      for await (const document of mongo.db(stores.mongoDatabase).collection(name).find()) {
        if (JSON.stringify(document).includes(text)) found.push(`mongo ${name}`);
      }
    }
    await mongo.close();
    for (const app of (['gateway', 'worker', 'aggregator', 'observatory'] as const).flatMap((name) => system.of(name))) {
      if (readFileSync(app.logFile, 'utf8').includes(text)) found.push(`log ${app.app}`);
    }
    const folder = join('.stack', 'test');
    if (existsSync(folder)) {
      const { stdout } = await run('grep', ['-rlaF', text, folder]).catch(() => ({ stdout: '' }));
      found.push(...stdout.split('\n').filter(Boolean).map((file) => `file ${file}`));
    }
    return [...new Set(found)];
  }
});
