import { get, type IncomingMessage } from 'node:http';
import { type EventPageResponse, type Problem, validator } from '#contracts';
import type { Service } from '#http';
import { EVENT_RING, ReadModelStore } from '#read-model';
import { eventually, freshMongo } from '#testing';
import { envelopeText, EPOCH, jobId, Shelf, startObservatory } from '../observatory.harness';

jest.setTimeout(40_000);

/** What one client has heard. */
class Listener {
  readonly frames: { id?: number; event?: string; data?: string }[] = [];
  status = 0;
  headers: IncomingMessage['headers'] = {};
  closed = false;
  private text = '';
  private response: IncomingMessage | undefined;

  constructor(url: string, headers: Record<string, string> = {}) {
    get(url, { headers, agent: false }, (response) => {
      this.response = response;
      this.status = response.statusCode ?? 0;
      this.headers = response.headers;
      response.setEncoding('utf8').on('data', (text: string) => this.take(text));
      response.on('close', () => (this.closed = true));
    }).on('error', () => (this.closed = true));
  }

  private take(text: string): void {
    this.text += text;
    const parts = this.text.split('\n\n');
    this.text = parts.pop() ?? '';
    for (const part of parts) {
      const fields = Object.fromEntries(part.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)])) as Record<string, string>;
      this.frames.push({ id: fields.id === undefined ? undefined : Number(fields.id), event: fields.event, data: fields.data });
    }
  }

  get positions(): number[] {
    return this.frames.flatMap(({ id }) => (id === undefined ? [] : [id]));
  }

  named(event: string): unknown[] {
    return this.frames.filter((frame) => frame.event === event).map(({ data }) => JSON.parse(data ?? 'null') as unknown);
  }

  pause(): void {
    this.response?.pause();
  }

  close(): void {
    this.response?.destroy();
  }
}

describe('the stream of events', () => {
  let mongo: Awaited<ReturnType<typeof freshMongo>>;
  let store: ReadModelStore;
  let shelf: Shelf;
  let service: Service;
  let url: string;
  const listeners: Listener[] = [];
  let written = 0;

  const begin = async (environment: Record<string, string> = {}): Promise<void> => {
    service = await startObservatory(mongo, environment);
    const { port } = service.app.getHttpServer().address() as { port: number };
    url = `http://127.0.0.1:${port}`;
  };
  const listen = async (query = '', headers: Record<string, string> = {}): Promise<Listener> => {
    const listener = new Listener(`${url}/v1/stream${query}`, headers);
    listeners.push(listener);
    await eventually(() => listener.status > 0, { message: 'the stream has answered' });
    return listener;
  };
  /** Events as the aggregator keeps them. */
  const happen = async (count: number, payload: (position: number) => object = () => ({}), pad = ''): Promise<void> => {
    const from = written + 1;
    const events = Array.from({ length: count }, (_, index) => envelopeText(jobId(from + index), from + index, 'job.queued', { pad, ...payload(from + index) }));
    await store.events.append({ from, to: from + count - 1, epoch: EPOCH, events });
    written += count;
    await shelf.reach(written);
  };
  const hears = (listener: Listener, positions: readonly number[]) => eventually(() => expect(listener.positions).toEqual(positions), { timeoutMs: 8_000, message: 'the events are heard, each once, in order' });
  const upTo = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

  beforeEach(async () => {
    mongo = await freshMongo();
    store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
    shelf = new Shelf(store);
    await shelf.build();
    await store.events.ensure(64 * 1024 * 1024);
    written = 0;
  });
  afterEach(async () => {
    for (const listener of listeners.splice(0)) listener.close();
    await service.stop();
    await store.close();
  });

  it('tells each event once, in order, whole, also when a batch is kept twice', async () => {
    await happen(3);
    await begin();
    const all = await listen();
    expect([all.status, all.headers['content-type'], all.headers['cache-control']]).toEqual([200, 'text/event-stream; charset=utf-8', 'no-store']);
    await happen(5);
    await store.events.append({ from: 7, to: 8, epoch: EPOCH, events: [7, 8].map((position) => envelopeText(jobId(position), position, 'job.queued', {})) });
    await happen(2);
    await hears(all, upTo(4, 10));
    const told = all.frames.find(({ id }) => id === 5);
    expect([told?.event, JSON.parse(told?.data ?? '{}')]).toEqual(['job.queued', JSON.parse(envelopeText(jobId(5), 5, 'job.queued', { pad: '' }))]);
    await eventually(() => expect(all.named('freshness').at(-1)).toMatchObject({ position: 10, lagEvents: 0 }), { message: 'it says how fresh it is' });
  });

  it('tells only what was asked for', async () => {
    await begin();
    const [mail, one, types] = [await listen('?queue=mail'), await listen(`?jobId=${jobId(3)}`), await listen('?types=alert.*,job.started')];
    await happen(6, (position) => ({ queue: position % 2 === 0 ? 'mail' : 'default' }));
    await hears(mail, [2, 4, 6]);
    await hears(one, [3]);
    expect(types.positions).toEqual([]);
  });

  it('goes on where a client was: from memory, from the ring after a restart, or says that it must read anew', async () => {
    await store.documents(EVENT_RING).drop();
    await store.events.ensure(256 * 1024);
    await begin();
    await happen(10);
    const first = await listen('?after=4');
    await hears(first, upTo(5, 10));
    await service.stop();
    await eventually(() => first.closed, { message: 'the stream ends with its service' });
    await happen(10);
    await begin();
    await hears(await listen('', { 'Last-Event-ID': '7' }), upTo(8, 20));
    // The ring holds 256 KiB: what was at its beginning is gone.
    await service.stop();
    for (let round = 0; round < 20; round += 1) await happen(20, () => ({}), 'x'.repeat(1_000));
    await begin();
    const late = await listen('', { 'Last-Event-ID': '7' });
    await eventually(() => expect(late.named('resync')).toHaveLength(1), { message: 'it says that events are missing' });
    expect(late.positions).toEqual([]);
    await happen(1);
    await hears(late, [written]);
  });

  it('says that events are missing when it met a hole, or another log', async () => {
    await begin();
    const all = await listen();
    await happen(2);
    await hears(all, [1, 2]);
    written += 5;
    await happen(1);
    await eventually(() => expect(all.named('resync')).toHaveLength(1), { message: 'the hole is told' });
    await hears(all, [1, 2, 8]);
  });

  it('says nothing of missing events while there is none', async () => {
    await begin();
    const all = await listen();
    await eventually(() => expect(all.named('freshness')).not.toEqual([]), { message: 'it says how fresh it is' });
    expect(all.named('resync')).toEqual([]);
    await happen(2);
    await hears(all, [1, 2]);
  });

  it('tells a client that knows more than the log has that it must read anew, and waits for one that is ahead by a moment', async () => {
    await happen(9);
    await begin();
    const stranger = await listen('', { 'Last-Event-ID': '900' });
    const ahead = await listen('', { 'Last-Event-ID': '11' });
    await happen(2);
    await eventually(() => expect(stranger.named('resync')).toHaveLength(1), { message: 'it is told' });
    await happen(1);
    await hears(ahead, [12]);
    await hears(stranger, [12]);
    expect([ahead.named('resync'), stranger.named('resync').length]).toEqual([[], 1]);
  });

  it('tells once that the log is another one, and of no event of the one before', async () => {
    const other = '0193aaaa-0000-7000-8000-00000000e0c2';
    await happen(9);
    await begin();
    const all = await listen('?after=7');
    await hears(all, [8, 9]);
    await store.documents('read_model_checkpoints').updateMany({}, { $set: { epoch: other, position: 1 } });
    await eventually(() => expect(all.named('resync')).toHaveLength(1), { message: 'the other log is told' });
    await store.events.append({ from: 2, to: 3, epoch: other, events: [2, 3].map((position) => envelopeText(jobId(position), position, 'job.queued', {})) });
    await hears(all, [8, 9, 2, 3]);
    await store.documents('read_model_checkpoints').updateMany({}, { $set: { position: 3 } });
    await eventually(() => expect(all.named('freshness').at(-1)).toMatchObject({ position: 3, epoch: other }), { message: 'it has looked again' });
    expect(all.named('resync')).toHaveLength(1);
  });

  it('lets go of a client that does not read, and of no other', async () => {
    await begin();
    const [slow, quick] = [await listen(), await listen()];
    slow.pause();
    for (let round = 0; round < 40; round += 1) {
      await happen(100, () => ({}), 'x'.repeat(2_000));
      await eventually(() => quick.positions.at(-1) === written, { intervalMs: 5, message: 'the quick one keeps up' });
    }
    await hears(quick, upTo(1, written));
    await eventually(async () => expect((await (await fetch(`${url}/metrics`)).text())).toMatch(/observatory_streams_ended_total\{[^}]*reason="too_slow"[^}]*\} 1/), { message: 'the slow one is let go' });
  });

  it('tells what changed, each job once, at most four times a second', async () => {
    await begin();
    const changes = await listen('?mode=changes');
    await happen(300);
    await store.events.append({ from: written + 1, to: written + 1, epoch: EPOCH, events: [envelopeText(jobId(300), written + 1, 'job.started', { status: 'RUNNING' })] });
    await eventually(() => expect(changes.named('changes').at(-1)).toMatchObject({ position: 301 }), { message: 'the last change is told' });
    const told = changes.named('changes') as { jobs: { id: string; status: string }[] }[];
    expect(told.length).toBeLessThan(20);
    expect(told.flatMap(({ jobs }) => jobs).findLast(({ id }) => id === jobId(300))).toMatchObject({ status: 'RUNNING' });
    expect(changes.positions).toEqual([]);
  });

  it('has a limit for all and for one address, and says what to do', async () => {
    await begin({ OBSERVATORY_MAX_STREAMS: '3', OBSERVATORY_MAX_STREAMS_PER_ADDRESS: '2' });
    const [first] = [await listen(), await listen()];
    const refused = await fetch(`${url}/v1/stream`);
    expect([refused.status, refused.headers.get('retry-after'), ((await refused.json()) as Problem).code]).toEqual([429, '5', 'too_many_streams']);
    first.close();
    await eventually(async () => {
      const again = await listen();
      expect(again.status).toBe(200);
    }, { message: 'one that is closed makes room' });
    expect((await fetch(`${url}/v1/stream?types=Nonsense!`)).status).toBe(400);
  });

  it('shows the latest events page by page, newest first', async () => {
    await begin();
    await happen(7, (position) => ({ queue: position % 2 === 0 ? 'mail' : 'default' }));
    await happen(4);
    const page = async (query: string): Promise<EventPageResponse> => {
      const answer = await fetch(`${url}/v1/events${query}`);
      const body = (await answer.json()) as EventPageResponse;
      expect(validator('EventPageResponse')(body)).toMatchObject({ ok: true });
      return body;
    };
    const positions = ({ items }: EventPageResponse) => items.map(({ stream }) => stream?.position);
    const first = await page('?limit=5');
    expect(positions(first)).toEqual([11, 10, 9, 8, 7]);
    expect(positions(await page(`?limit=10&cursor=${first.nextCursor}`))).toEqual([6, 5, 4, 3, 2, 1]);
    expect(positions(await page('?queue=mail'))).toEqual([6, 4, 2]);
    expect((await fetch(`${url}/v1/events?cursor=x`)).status).toBe(400);
  });
});
