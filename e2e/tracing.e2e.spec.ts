import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { eventually } from '#testing';
import { Client } from './system/client';
import { freshStores } from './system/stores';
import { System } from './system/system';
import { OtlpReceiver, type ReceivedSpan } from './tracing/otlp-receiver';
import { isBatch, treeOf } from './tracing/span-tree';

const CLIENT_SPAN = 'c11e47c11e47c11e';
const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

describe('a trace', () => {
  let collector: OtlpReceiver;
  let system: System;
  let client: Client;

  beforeAll(async () => {
    collector = await OtlpReceiver.start();
    // Nothing is recorded but what a client records.
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER_ARG: '0' };
    system = await System.start({ stores: await freshStores(), env: { gateway: env, worker: env, aggregator: env, observatory: env } });
    client = Client.of(system);
  }, 90_000);

  afterAll(async () => {
    await system?.stop();
    await collector?.stop();
  });

  /** All spans of a trace, once that of its last part has come, and the batches that they name. */
  async function whole(traceId: string, last: string): Promise<ReceivedSpan[]> {
    return eventually(
      () => {
        const spans = collector.trace(traceId);
        const known = new Set(spans.map(({ spanId }) => spanId));
        if (!spans.some(({ name }) => name === last)) throw new Error(`no span "${last}" yet: ${spans.map(({ name }) => name).join(', ')}`);
        for (const span of spans) if (span.parentSpanId !== CLIENT_SPAN && !known.has(span.parentSpanId)) throw new Error(`"${span.name}" is there before its parent`);
        for (const { name, links } of spans) for (const { spanId } of links) if (!known.has(spanId)) throw new Error(`"${name}" is there before what it is linked to`);
        return spans;
      },
      { timeoutMs: 15_000 },
    );
  }

  it('goes from the POST of the client through append, relay, broker, handler, report and projection', async () => {
    const traceId = hex(16);
    // A job that is due later goes the long way, through the queue and an ask; one that runs at once may go to an idle worker with its submission.
    const { jobId } = await client.submit({ type: 'simulate.work', payload: { durationMs: 400 }, delayMs: 100 }, { traceparent: `00-${traceId}-${CLIENT_SPAN}-01` });
    await client.until(jobId, 'COMPLETED');
    const spans = await whole(traceId, 'project job.completed');

    expect(treeOf(spans, CLIENT_SPAN)).toEqual([
      'gateway: POST /v1/jobs',
      '  gateway: append submit',
      '    gateway: append due',
      '      gateway: publish job.queued to observatory.dispatch',
      '        worker: process job.queued',
      '          worker: publish attempt.started to observatory.reports',
      '            gateway: append started',
      '              gateway: publish job.started to observatory.events',
      '                aggregator: project job.started',
      '          worker: publish attempt.succeeded to observatory.reports',
      '            gateway: append succeeded',
      '              gateway: publish job.completed to observatory.events',
      '                aggregator: project job.completed',
      '          worker: run simulate.work',
      '        worker: publish attempt.asked to observatory.reports',
      '          gateway: append ask',
      '          gateway: publish attempt.granted to observatory.control',
      '      gateway: publish job.queued to observatory.events',
      '        aggregator: project job.queued',
      '    gateway: publish job.submitted to observatory.events',
      '      aggregator: project job.submitted',
    ]);
    expect(spans.every(({ failed, startMs, endMs }) => !failed && endMs >= startMs)).toBe(true);
    const handler = spans.find(({ name }) => name === 'run simulate.work');
    expect(handler?.attributes).toEqual({ 'observatory.job.id': jobId, 'observatory.job.type': 'simulate.work', 'observatory.job.attempt': 1 });
    expect((handler?.endMs ?? 0) - (handler?.startMs ?? 0)).toBeGreaterThan(350);

    // Each member of a batch and the batch are linked, both ways where both are of one process.
    const linked = (from: ReceivedSpan, to: string): ReceivedSpan[] => spans.filter(({ name, spanId }) => name === to && from.links.some((link) => link.spanId === spanId));
    for (const span of spans.filter(({ name }) => name.startsWith('append ') && name !== 'append group')) {
      const [group] = linked(span, 'append group');
      expect(group?.links).toContainEqual({ traceId, spanId: span.spanId });
    }
    for (const span of spans.filter(({ name }) => /^project job/.test(name))) {
      const [batch] = linked(span, 'project batch');
      expect(batch?.links).toContainEqual({ traceId, spanId: span.spanId });
    }
    const reported = spans.filter(({ name }) => name === 'process reports').flatMap(({ links }) => links.map(({ spanId }) => spanId));
    for (const span of spans.filter(({ name }) => name.startsWith('publish attempt.') && name !== 'publish attempt.granted')) expect(reported).toContain(span.spanId);

    // Of all that went on meanwhile (probes, feeds, heartbeats, schedules) nothing was recorded.
    expect(collector.spans.filter((span) => span.traceId !== traceId)).toEqual([]);
    expect(collector.refused).toEqual([]);

    const events = (await client.log()).filter((event) => event.stream?.id === jobId);
    expect(events.map(({ eventType }) => eventType)).toEqual(['job.submitted', 'job.queued', 'job.started', 'job.completed']);
    for (const { traceparent } of events) expect(traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
    await eventually(() => expect(readFileSync(system.one('worker').logFile, 'utf8')).toContain(`"traceId":"${traceId}"`), { timeoutMs: 5_000, message: 'the worker logs the trace' });
  }, 40_000);

  it('holds every attempt of a job', async () => {
    const traceId = hex(16);
    const { jobId } = await client.submit(
      { type: 'simulate.work', payload: { durationMs: 1, failureProbability: 1 }, maxAttempts: 2, retry: { baseMs: 50 } },
      { traceparent: `00-${traceId}-${CLIENT_SPAN}-01` },
    );
    await client.until(jobId, 'FAILED');
    const spans = await whole(traceId, 'project job.failed');
    const attempts = spans.filter(({ name }) => name === 'run simulate.work');
    expect(attempts.map(({ attributes, failed }) => [attributes['observatory.job.attempt'], failed])).toEqual([
      [1, true],
      [2, true],
    ]);
    const names = spans.filter((span) => !isBatch(span)).map(({ name }) => name);
    for (const name of ['append due', 'publish job.retry_scheduled', 'project job.retry_scheduled', 'append failed', 'project job.failed']) expect(names).toContain(name);
    expect(names.filter((name) => name === 'process job.queued')).toHaveLength(2);
    // One more where an idle worker was offered to and gave it back.
    expect(names.filter((name) => name === 'project job.queued').length).toBeGreaterThanOrEqual(2);
  }, 40_000);

  it('holds a job that an idle worker takes with its submission, or by its queue', async () => {
    const traceId = hex(16);
    const { jobId } = await client.submit({ type: 'simulate.work', payload: { durationMs: 1 } }, { traceparent: `00-${traceId}-${CLIENT_SPAN}-01` });
    await client.until(jobId, 'COMPLETED');
    const names = (await whole(traceId, 'project job.completed')).map(({ name }) => name);
    for (const name of ['append submit', 'publish attempt.granted', 'process job.queued', 'run simulate.work', 'append succeeded', 'project job.completed']) expect(names).toContain(name);
  }, 40_000);

  it('that its client does not record is passed on, and not recorded', async () => {
    const traceId = hex(16);
    const { jobId } = await client.submit({ type: 'simulate.work' }, { traceparent: `00-${traceId}-${CLIENT_SPAN}-00` });
    await client.until(jobId, 'COMPLETED');
    const events = (await client.log()).filter((event) => event.stream?.id === jobId);
    expect(new Set(events.map(({ traceparent }) => traceparent))).toEqual(new Set([`00-${traceId}-${CLIENT_SPAN}-00`]));
    expect(collector.trace(traceId)).toEqual([]);
  });
});
