import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { AlwaysOffSampler, AlwaysOnSampler, InMemorySpanExporter, ParentBasedSampler, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { createLogger, isTracing, startBatch, startOtlpTracing, startSpan, startTrace } from '..';
import { recordSpansWith } from './tracing';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SAMPLED = `00-${TRACE}-b7ad6b7169203331-01`;
const UNSAMPLED = `00-${TRACE}-b7ad6b7169203331-00`;

afterEach(() => recordSpansWith(undefined));

function record(root: 'all' | 'none' = 'all'): InMemorySpanExporter {
  const exporter = new InMemorySpanExporter();
  const sampler = new ParentBasedSampler({ root: root === 'all' ? new AlwaysOnSampler() : new AlwaysOffSampler() });
  recordSpansWith(new TracerProvider({ sampler, spanProcessors: [new SimpleSpanProcessor({ exporter })] }).getTracer('spec'));
  return exporter;
}

describe('without a recorder', () => {
  it('a context is passed on, and nothing is made', () => {
    const randomBytes = jest.spyOn(Math, 'random');
    expect(isTracing()).toBe(false);
    expect(startTrace('x', { parent: SAMPLED })).toEqual({ traceparent: SAMPLED, span: undefined });
    expect(startTrace('x', { parent: undefined })).toEqual({ traceparent: undefined, span: undefined });
    expect([startSpan('x', { parent: SAMPLED }), startBatch('x', {}, [SAMPLED])]).toEqual([undefined, undefined]);
    expect(randomBytes).not.toHaveBeenCalled();
    randomBytes.mockRestore();
  });
});

describe('a span', () => {
  it('stands below its parent, with its kind, its attributes, its time and what went wrong', () => {
    const exporter = record();
    const span = startSpan('append', { kind: 'client', parent: SAMPLED, attributes: { a: 1 }, startMs: performance.now() - 100 });
    span?.set({ b: 'two' });
    span?.end('store_unavailable');
    span?.end();
    const [told] = exporter.getFinishedSpans();
    expect(told).toMatchObject({ name: 'append', kind: 2, attributes: { a: 1, b: 'two' }, status: { code: 2, message: 'store_unavailable' }, parentSpanContext: { traceId: TRACE, spanId: 'b7ad6b7169203331' } });
    expect(span?.traceparent).toBe(`00-${TRACE}-${told?.spanContext().spanId}-01`);
    const [seconds = 0, nanoseconds = 0] = told?.duration ?? [];
    expect(seconds * 1_000 + nanoseconds / 1e6).toBeGreaterThanOrEqual(99);
    expect(exporter.getFinishedSpans()).toHaveLength(1);
  });

  it('is not recorded in a trace that is not', () => {
    const exporter = record();
    expect([startSpan('x', { parent: UNSAMPLED }), startSpan('x', { parent: undefined }), startTrace('x', { parent: UNSAMPLED })]).toEqual([undefined, undefined, { traceparent: UNSAMPLED, span: undefined }]);
    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  it('begins a trace where there is none', () => {
    const exporter = record();
    const { traceparent, span } = startTrace('POST /v1/jobs', { kind: 'server', parent: undefined });
    span?.end();
    expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(exporter.getFinishedSpans()[0]?.parentSpanContext).toBeUndefined();
  });

  it('begins a trace that says of itself that it is not recorded, where the sampler does not want it', () => {
    record('none');
    const { traceparent, span } = startTrace('x', { parent: undefined });
    expect([span, traceparent]).toEqual([undefined, expect.stringMatching(/-00$/)]);
    expect(startTrace('below', { parent: SAMPLED }).span).toBeDefined();
  });
});

describe('a batch', () => {
  it('is linked to those of its members that are recorded, below the first of them', () => {
    const exporter = record();
    const others = ['1', '2', '3'].map((digit) => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`);
    startBatch('append group', {}, [undefined, UNSAMPLED, ...others])?.end();
    const [told] = exporter.getFinishedSpans();
    expect(told?.links.map(({ context }) => context.spanId)).toEqual(['1', '2', '3'].map((digit) => digit.repeat(16)));
    expect(told?.parentSpanContext?.spanId).toBe('1'.repeat(16));
    expect(startBatch('append group', {}, [undefined, UNSAMPLED])).toBeUndefined();
  });
});

describe('the export by OTLP', () => {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger({ service: 'gateway', instanceId: 'g', destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) } });
  const about = { sampler: 'parentbased_always_on', ratio: 1, service: 'gateway', instanceId: 'g', version: '1', logger } as const;
  let server: Server | undefined;

  beforeEach(() => void lines.splice(0));
  afterEach(() => void server?.close());

  it('sends what is left when it is stopped, with the headers that the collector wants', async () => {
    const received: { url?: string; key?: string | string[]; body: string }[] = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        received.push({ url: request.url, key: request.headers['x-key'], body });
        response.end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const stop = startOtlpTracing({ ...about, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, headers: { 'x-key': 'k' } });
    startTrace('POST /v1/jobs', { parent: undefined }).span?.end();
    await stop();
    expect(received).toMatchObject([{ url: '/v1/traces', key: 'k', body: expect.stringContaining('"POST /v1/jobs"') as string }]);
    expect(received[0]?.body).toContain('"service.name"');
    expect([isTracing(), lines]).toEqual([false, []]);
  });

  it('to a collector that is away keeps a bounded number of spans, ends soon, and says so in a line', async () => {
    const stop = startOtlpTracing({ ...about, endpoint: 'http://127.0.0.1:9', exportTimeoutMs: 100 });
    for (let i = 0; i < 20_000; i++) startTrace('x', { parent: undefined }).span?.end();
    const stoppedAt = performance.now();
    await stop();
    expect(performance.now() - stoppedAt).toBeLessThan(2_000);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(20);
    for (const line of lines) expect(line).toMatchObject({ level: 'warn', msg: 'traces could not be exported' });
  });
});
