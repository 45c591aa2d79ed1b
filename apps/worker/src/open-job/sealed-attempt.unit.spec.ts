import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '#contracts';
import { DataKeys, KeyEncryptionKeys, open, seal, type WrappedKey } from '#sealing';
import type { HandlerContext, HandlerLog, HandlerOutcome } from '#worker-sdk';
import { GatewayKeys, KeyUnavailable } from './gateway-keys';
import { runOpened } from './sealed-attempt';

const keks = new KeyEncryptionKeys([`k:${randomBytes(32).toString('base64')}`]);
const { secret, ...wrapped } = keks.newDataKey('d1');
const key = { id: 'd1', secret };
const keys = (find: (id: string) => Promise<WrappedKey | undefined> = async () => wrapped): DataKeys => new DataKeys(keks, { find });

function context(payload: JsonObject, parents: HandlerContext['parents'] = []) {
  const said: [string, string, object | undefined][] = [];
  const progress: unknown[][] = [];
  const line = (level: string) => (text: string, facts?: object) => void said.push([level, text, facts]);
  const log: HandlerLog = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
  const made = { payload, parents, jobId: 'job-1', signal: new AbortController().signal, log, progress: (...all: unknown[]) => void progress.push(all) } as unknown as HandlerContext;
  return { made, said, progress };
}

const succeeded = (result?: unknown): HandlerOutcome => ({ kind: 'succeeded', result });

describe('an attempt whose payload is sealed', () => {
  const sealedPayload = { plain: 1, secret: seal({ card: '4111' }, key, 'job-1', 'payload') } as unknown as JsonObject;

  it('sees it opened, and what it says is sealed again', async () => {
    const { made, said, progress } = context(sealedPayload);
    const outcome = await runOpened(made, keys(), async ({ payload, log, progress: tell }) => {
      expect(payload).toEqual({ plain: 1, secret: { card: '4111' } });
      log.info('charged', { card: '4111' });
      log.warn('ü'.repeat(5_000));
      tell(0.5, 'at 4111');
      return succeeded({ receipt: '4111' });
    });
    const { result } = outcome as { result: { $sealed: string } };
    expect(open(result.$sealed, key, 'job-1', 'result')).toEqual({ receipt: '4111' });
    expect(JSON.stringify([said, progress])).not.toContain('4111');
    expect(said.map(([level]) => level)).toEqual(['info', 'warn']);
    expect(open(said[0]?.[1] ?? '', key, 'job-1', 'log')).toBe('charged {"card":"4111"}');
    // A line that was cut off behind its seal could never be opened again.
    expect(said[1]?.[1].length).toBeLessThan(4_000);
    expect(open(said[1]?.[1] ?? '', key, 'job-1', 'log')).toMatch(/^ü{1000,}$/);
    expect(progress).toEqual([[0.5]]);
  });

  it('sees what its parents gave, and keeps to the clear itself when only they are sealed', async () => {
    const { made } = context({ n: 1 }, [{ jobId: 'job-0', status: 'COMPLETED', result: seal('from above', key, 'job-0', 'result') }]);
    const outcome = await runOpened(made, keys(), async ({ parents }) => succeeded(parents[0]?.result));
    expect(outcome).toEqual(succeeded('from above'));
  });

  it('is left alone when nothing is sealed: no key is asked for', async () => {
    const { made } = context({ n: 1 });
    expect(await runOpened(made, undefined, async (same) => succeeded(same === made))).toEqual(succeeded(true));
  });

  it.each([
    ['without keys here it waits for a worker that has them', undefined, 'key_unavailable', true],
    ['without an answer of the gateway it is tried again', keys(() => Promise.reject(new KeyUnavailable('away'))), 'key_unavailable', true],
    ['after its key was destroyed it fails for good', keys(async () => undefined), 'sealed_unreadable', false],
  ])('%s', async (_what, has, code, retryable) => {
    const { made } = context(sealedPayload);
    const handler = jest.fn();
    expect(await runOpened(made, has, handler)).toMatchObject({ kind: 'failed', error: { code, retryable } });
    expect(handler).not.toHaveBeenCalled();
  });

  it('of another job fails for good: a copied value opens nowhere else', async () => {
    const { made } = context({ stolen: seal('x', key, 'job-2', 'payload') });
    expect(await runOpened(made, keys(), async () => succeeded())).toMatchObject({ kind: 'failed', error: { code: 'sealed_unreadable', retryable: false } });
  });
});

describe('keys from the gateway', () => {
  const answers: [number, unknown][] = [];
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`);
    const [status, body] = answers.shift() ?? [500, {}];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  let source: GatewayKeys;

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    source = new GatewayKeys(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'jo_key');
  });
  afterAll(() => void server.close());

  it('are asked for again when it fails, with the key of the worker', async () => {
    answers.push([503, {}], [200, { id: 'd1', kekId: wrapped.kekId, wrapped: wrapped.wrapped.toString('base64') }]);
    expect(await source.find('d1')).toEqual(wrapped);
    expect(asked.at(-1)).toBe('/v1/data-keys/d1 Bearer jo_key');
  });

  it('that were destroyed are not there', async () => {
    answers.push([410, {}]);
    expect(await source.find('d1')).toBeUndefined();
  });

  it('are given up after four tries, with a word on what to do', async () => {
    answers.push([401, {}], [401, {}], [401, {}], [401, {}]);
    await expect(source.find('d1')).rejects.toThrow('the gateway answers 401 when asked for a key; WORKER_GATEWAY_KEY must be a key of the role worker');
    expect(answers).toEqual([]);
  });
});
