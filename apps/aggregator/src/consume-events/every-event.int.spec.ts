import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { LOG_EVENT_TYPES, type LogEventType, TOPOLOGY } from '#contracts';
import type { Service } from '#http';
import { openBroker } from '#messaging';
import { ReadModelStore } from '#read-model';
import { eventually, freshMongo, freshVhost } from '#testing';
import { Relay, served, startAggregator } from '../aggregator.harness';
import { GatewayFeed } from '../feed/gateway-feed';
import { serveLog } from '../feed/log-server.builder';
import { idOf, LogBuilder } from '../log.builder';
import { randomLife, writeLives } from '../random-lives.builder';
import { READ_MODELS } from '../read-models/read-models';
import { proveReadModels } from '../rebuild/prove-read-models';
import { ReadModelBuilder } from '../rebuild/read-model-builder';

jest.setTimeout(30_000);

const kindOf = (eventType: string): string => eventType.slice(0, eventType.indexOf('.'));
/** The golden alerts are one life: what escalates it is its second event. */
const ALERT_LIFE = ['alert.fired', 'alert.escalated', 'alert.acknowledged', 'alert.resolved'];
const rank = (eventType: string): number => (eventType.startsWith('alert.') ? ALERT_LIFE.indexOf(eventType) : eventType.endsWith('.created') ? 0 : eventType.endsWith('.deleted') ? 2 : 1);

/** All but those of jobs; what begins a thing comes before what else can happen to it. */
const aboutNoJob = LOG_EVENT_TYPES.filter((eventType) => kindOf(eventType) !== 'job').sort((a, b) => rank(a) - rank(b));
const kinds = [...new Set(aboutNoJob.map(kindOf))];

/** Every golden payload of an event, as its contract has them. */
function payloadsOf(eventType: LogEventType): object[] {
  const folder = `contracts/fixtures/golden/events/${eventType}`;
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as object);
}

/** The stream of a schedule's events is the schedule's own id. */
function aboutSchedule(payload: { schedule?: object; scheduleId?: string }, id: string): object {
  return { ...payload, ...(payload.schedule && { schedule: { ...payload.schedule, id } }), ...(payload.scheduleId !== undefined && { scheduleId: id }) };
}

/** Random lives of jobs, and between them everything else that a log can hold. */
function everything(): LogBuilder {
  const log = new LogBuilder(randomUUID());
  fc.sample(randomLife, { numRuns: 120, seed: 7 }).forEach((life, index) => {
    writeLives([life], log, index + 1);
    const eventType = aboutNoJob[index % aboutNoJob.length] as LogEventType;
    const streamId = idOf(0xfee, kinds.indexOf(kindOf(eventType)));
    for (const payload of payloadsOf(eventType)) log.append(eventType, streamId, aboutSchedule(payload, streamId) as never);
  });
  return log;
}

it('takes every kind of event that a log can hold, parks none, and comes to what a rebuild comes to', async () => {
  const log = everything();
  const gateway = await serveLog(log);
  const [mongo, amqpUrl] = [await freshMongo(), await freshVhost()];
  const store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
  const relay = new Relay(amqpUrl);
  const feed = new GatewayFeed({ url: gateway.url });
  let service: Service | undefined;
  try {
    const told = log.events.slice();
    log.events.length = 0; // the aggregator starts with an empty log, so that the broker brings it all
    await relay.start();
    service = await startAggregator({ amqpUrl, mongo, gatewayUrl: gateway.url });
    await eventually(() => service?.health.isReady() ?? false, { message: 'the aggregator is ready' });
    log.events.push(...told);
    await relay.publish(told);
    await eventually(
      async () => {
        for (const { model } of READ_MODELS) expect((await served(store, model)).position).toBe(told.length);
      },
      { timeoutMs: 15_000, message: 'the read models have the whole log' },
    );
    expect(new Set(told.map((event) => event.eventType))).toEqual(new Set(LOG_EVENT_TYPES));
    expect(await proveReadModels(store, feed, new ReadModelBuilder(store, feed, { holder: 'proof' }), READ_MODELS)).toMatchObject({ events: told.length, differences: 0 });
    expect(await parked(amqpUrl, service)).toBe(0);
  } finally {
    await relay.stop();
    await service?.stop();
    await Promise.all([store.close(), feed.close(), gateway.close()]);
  }
});

async function parked(url: string, { logger }: Service): Promise<number> {
  let count = -1;
  const broker = await openBroker({
    url, name: 'spec', logger,
    setup: async (session) => {
      count = (await (await session.createChannel()).checkQueue(TOPOLOGY.queues.parked.name)).messageCount;
    },
  });
  await eventually(() => count >= 0, { message: 'the parked messages are counted' });
  await broker.close();
  return count;
}
