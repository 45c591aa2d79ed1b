import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LogBuilder } from '../log.builder';
import { GatewayFeed } from './gateway-feed';
import { FeedUnavailable, readAhead } from './log-feed';
import { type LogServer, serveLog } from './log-server.builder';

describe("reading the gateway's feed", () => {
  const log = new LogBuilder();
  for (let job = 1; job <= 30; job += 1) log.job(job, { payload: { text: 'grüße '.repeat(job) } }).submitted().queued();
  let server: LogServer;
  let feed: GatewayFeed;

  beforeAll(async () => {
    server = await serveLog(log);
    feed = new GatewayFeed({ url: server.url, pageEvents: 7 });
  });
  afterAll(async () => {
    await feed.close();
    await server.close();
  });

  const readFrom = async (source: GatewayFeed, range: { after: number; upTo?: number }): Promise<number[]> => {
    const positions: number[] = [];
    for await (const { events } of readAhead(source.read(range))) positions.push(...events.map((event) => event.stream.position));
    return positions;
  };
  const read = (range: { after: number; upTo?: number }): Promise<number[]> => readFrom(feed, range);
  const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

  it('tells the end of the log', async () => {
    expect(await feed.head()).toEqual(log.head);
  });

  it('reads page after page to the end, or to a position', async () => {
    expect(await read({ after: 0 })).toEqual(range(1, 60));
    expect(await read({ after: 5, upTo: 23 })).toEqual(range(6, 23));
    expect(await read({ after: 60 })).toEqual([]);
  });

  it('gives events exactly as they were stored', async () => {
    for await (const { events } of feed.read({ after: 10, upTo: 12 })) expect(events).toEqual(log.events.slice(10, 12));
  });

  it('says that the feed is unavailable when the gateway refuses or is away', async () => {
    server.isDown = true;
    await expect(feed.head()).rejects.toThrow(FeedUnavailable);
    await expect(read({ after: 0 })).rejects.toThrow('answered with 503');
    server.isDown = false;
    const nowhere = new GatewayFeed({ url: 'http://127.0.0.1:1' });
    await expect(nowhere.head()).rejects.toThrow(FeedUnavailable);
    await nowhere.close();
  });

  it.each([
    ['a hole', [1, 3], 'went from position 1 to 3'],
    ['an end before the end', [], 'nothing after position 0 although the log goes to 9'],
  ])('does not believe a feed with %s', async (_, positions, message) => {
    const broken = createServer((_request, response) => {
      response.writeHead(200, { 'x-log-head': '9', 'x-log-epoch': 'e' });
      response.end(positions.map((position) => `${JSON.stringify(log.events[position - 1])}\n`).join(''));
    });
    await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
    const suspicious = new GatewayFeed({ url: `http://127.0.0.1:${(broken.address() as AddressInfo).port}` });
    await expect(readFrom(suspicious, { after: 0 })).rejects.toThrow(message);
    await suspicious.close();
    // Unless somebody wants to know: then it is told, and what is there is read.
    const holes: number[] = [];
    const told = new GatewayFeed({ url: `http://127.0.0.1:${(broken.address() as AddressInfo).port}`, onHole: ({ after, next }) => holes.push(after, next) });
    expect(await readFrom(told, { after: 0, upTo: 3 })).toEqual(positions);
    expect(holes).toEqual(positions.length > 0 ? [1, 3] : [0, 4]);
    await told.close();
    broken.closeAllConnections();
    broken.close();
  });

  it('takes an empty page for no hole when its events were committed a moment after it', async () => {
    let asked = 0;
    const late = createServer((_request, response) => {
      asked += 1;
      response.writeHead(200, { 'x-log-head': '2', 'x-log-epoch': 'e' });
      response.end(asked === 1 ? '' : [0, 1].map((index) => `${JSON.stringify(log.events[index])}\n`).join(''));
    });
    await new Promise<void>((resolve) => late.listen(0, '127.0.0.1', resolve));
    const holes: number[] = [];
    const patient = new GatewayFeed({ url: `http://127.0.0.1:${(late.address() as AddressInfo).port}`, onHole: ({ after }) => holes.push(after) });
    expect(await readFrom(patient, { after: 0 })).toEqual([1, 2]);
    expect(holes).toEqual([]);
    await patient.close();
    late.closeAllConnections();
    late.close();
  });
});
