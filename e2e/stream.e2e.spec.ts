import { eventually, faultProxy, type FaultProxy } from '#testing';
import type { Envelope } from '#contracts';
import { fetch } from '../deploy/native/keyed-fetch';
import { Client } from './system/client';
import { elapse } from './system/elapse';
import { freshStores } from './system/stores';
import { System } from './system/system';

jest.setTimeout(60_000);

/** A client as a browser's EventSource is one: it comes back by itself with the last id that it has heard. */
class Follower {
  readonly heard: { id: number; type: string }[] = [];
  readonly resyncs: string[] = [];
  connections = 0;
  private readonly stopped = new AbortController();
  private readonly work: Promise<void>;

  /** @param from the position that it has read everything up to */
  constructor(
    private readonly url: string,
    private readonly from: number,
  ) {
    this.work = this.follow();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.work;
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      try {
        const last = this.heard.at(-1)?.id;
        const answer = await fetch(`${this.url}/v1/stream`, { signal, headers: { 'last-event-id': String(last ?? this.from) } });
        this.connections += 1;
        let text = '';
        for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
          const frames = (text + chunk).split('\n\n');
          text = frames.pop() ?? '';
          for (const frame of frames) this.take(Object.fromEntries(frame.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)])));
        }
      } catch {
        // It is away; it is asked again.
      }
      await elapse(50);
    }
  }

  private take({ id, event = '', data = '' }: Record<string, string | undefined>): void {
    if (event === 'resync') this.resyncs.push(data);
    if (id !== undefined) this.heard.push({ id: Number(id), type: event });
  }
}

/** What a follower has heard is the log, each event once and in order, whatever was killed, away or restarted meanwhile. */
describe('somebody who follows the stream', () => {
  let system: System;
  let client: Client;
  let mongo: FaultProxy;
  let follower: Follower;
  let start: number;

  beforeAll(async () => {
    const stores = await freshStores();
    mongo = await faultProxy(stores.mongoUrl);
    const direct = new URL(mongo.url);
    direct.searchParams.delete('replicaSet');
    direct.searchParams.set('directConnection', 'true');
    system = await System.start({ stores, env: { observatory: { MONGO_URL: direct.href } } });
    client = Client.of(system);
    start = await eventually(async () => (await client.overview()).freshness.position || Promise.reject(new Error('nothing has happened yet')), { message: 'the worker has registered' });
    follower = new Follower(system.one('observatory').url, start);
  }, 120_000);
  afterAll(async () => {
    await follower?.stop();
    await system?.stop();
    await mongo?.close();
  });

  const work = (count: number) => Promise.all(Array.from({ length: count }, () => client.submit({ type: 'simulate.work', payload: { durationMs: 5 } })));
  /** Until everything that was submitted has ended and was heard. */
  const hearsTheLog = async (): Promise<void> => {
    await eventually(
      async () => {
        const log: Envelope[] = await client.log(start);
        const expected = log.map(({ eventType, stream }) => ({ id: stream?.position, type: eventType }));
        const heard = new Set(follower.heard.map(({ id }) => id));
        const missing = expected.filter(({ id }) => !heard.has(id ?? 0));
        if (missing.length > 0) throw new Error(`${missing.length} of ${expected.length} events were not heard, the first ${JSON.stringify(missing[0])}; ${follower.resyncs.join()}`);
        const wrong = expected.findIndex(({ id, type }, index) => follower.heard[index]?.id !== id || follower.heard[index]?.type !== type);
        if (wrong >= 0) throw new Error(`event ${wrong} of the log is ${JSON.stringify(expected[wrong])}, and what was heard is ${JSON.stringify(follower.heard[wrong])}`);
        const ended = log.filter(({ eventType }) => eventType === 'job.completed').length;
        if (ended < submitted) throw new Error(`${ended} of ${submitted} jobs have ended`);
      },
      { timeoutMs: 30_000, message: 'the follower has heard the log' },
    );
    expect(follower.resyncs).toEqual([]);
  };
  let submitted = 0;
  const submit = async (count: number): Promise<void> => {
    submitted += count;
    await work(count);
  };

  it('hears everything though the aggregator is killed while jobs run', async () => {
    await submit(30);
    const aggregator = system.one('aggregator');
    const more = submit(60);
    await aggregator.end('SIGKILL');
    await more;
    await aggregator.start().ready();
    await submit(10);
    await hearsTheLog();
  });

  it('hears everything though MongoDB is away from the observatory for a while: the same stream goes on', async () => {
    const before = follower.connections;
    mongo.refuse();
    await submit(30);
    await eventually(async () => (await fetch(`${system.one('observatory').url}/v1/overview`)).status === 503, { timeoutMs: 15_000, message: 'the observatory says that MongoDB is away' });
    mongo.heal();
    await submit(10);
    await hearsTheLog();
    expect(follower.connections).toBe(before);
  });

  it('hears everything though the observatory is killed and started again', async () => {
    const before = follower.connections;
    const observatory = system.one('observatory');
    const more = submit(60);
    await observatory.end('SIGKILL');
    await more;
    await observatory.start().ready();
    await submit(10);
    await hearsTheLog();
    expect(follower.connections).toBeGreaterThan(before);
  });
});
