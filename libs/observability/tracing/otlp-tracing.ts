import { diag, DiagLogLevel } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOffSampler, AlwaysOnSampler, BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider, type Sampler } from '@opentelemetry/sdk-trace';
import { ATTR_SERVICE_INSTANCE_ID, ATTR_SERVICE_NAME, ATTR_SERVICE_VERSION } from '@opentelemetry/semantic-conventions';
import type { Logger } from '../logging/logger';
import { recordSpansWith } from './tracing';

export interface OtlpTracingOptions {
  /** Where the collector listens for OTLP over HTTP, without `/v1/traces`. */
  readonly endpoint: string;
  /** Sent with every export: what the collector wants to see before it takes anything. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether to record a trace that starts here. A trace that came with a request is recorded if its sender records it. */
  readonly sampler: 'parentbased_always_on' | 'parentbased_always_off' | 'parentbased_traceidratio';
  /** Share of the traces that `parentbased_traceidratio` records. */
  readonly ratio: number;
  readonly service: string;
  readonly instanceId: string;
  readonly version: string;
  readonly logger: Logger;
  /** When an export is given up; 5 s when absent. */
  readonly exportTimeoutMs?: number;
}

/** Spans that wait for the collector. Beyond it spans are dropped: a collector that is away costs traces, never memory. */
const MOST_WAITING = 4_096;
const MOST_PER_EXPORT = 512;
const EXPORT_EVERY_MS = 1_000;
const EXPORT_TIMEOUT_MS = 5_000;
/** The largest batch that is one span: the aggregator's. */
const MOST_LINKS = 1_000;
/** How long a service that stops waits for its last spans to be taken. */
const LAST_EXPORT_MS = 1_000;

/**
 * Records spans from now on and sends them by OTLP over HTTP (JSON).
 *
 * @returns stops: sends what is left, for a moment, and records nothing more
 */
export function startOtlpTracing(options: OtlpTracingOptions): () => Promise<void> {
  const { logger, endpoint, exportTimeoutMs = EXPORT_TIMEOUT_MS } = options;
  const report = (message: string, ...rest: unknown[]): void => logger.warn({ endpoint, reason: [message, ...rest].map(String).join(' ').slice(0, 500) }, 'traces could not be exported');
  diag.setLogger({ error: report, warn: report, info: nothing, debug: nothing, verbose: nothing }, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/(?<!\/)\/+$/, '')}/v1/traces`, headers: { ...options.headers }, timeoutMillis: exportTimeoutMs });
  const provider = new TracerProvider({
    sampler: samplerOf(options),
    resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: options.service, [ATTR_SERVICE_INSTANCE_ID]: options.instanceId, [ATTR_SERVICE_VERSION]: options.version }),
    spanLimits: { linkCountLimit: MOST_LINKS, attributeValueLengthLimit: 256 },
    spanProcessors: [
      new BatchSpanProcessor({ exporter, maxQueueSize: MOST_WAITING, maxExportBatchSize: MOST_PER_EXPORT, scheduledDelayMillis: EXPORT_EVERY_MS, exportTimeoutMillis: 2 * exportTimeoutMs }),
    ],
  });
  recordSpansWith(provider.getTracer('job-observatory', options.version));
  return async () => {
    recordSpansWith(undefined);
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('the collector did not take them in time')), LAST_EXPORT_MS)));
    await Promise.race([provider.shutdown(), deadline]).catch((error: unknown) => report('the last spans are lost:', error));
    clearTimeout(timer);
    diag.disable();
  };
}

function samplerOf({ sampler, ratio }: OtlpTracingOptions): Sampler {
  switch (sampler) {
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) });
  }
}

function nothing(): void {
  // What the SDK has to say besides warnings is of no interest.
}
