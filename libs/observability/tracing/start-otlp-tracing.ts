import type * as OtlpTracing from './otlp-tracing';

export type { OtlpTracingOptions } from './otlp-tracing';

/** See `otlp-tracing.ts`, which is loaded only by whoever traces: the SDK costs 100 ms at the start and 20 MB. */
export function startOtlpTracing(options: OtlpTracing.OtlpTracingOptions): () => Promise<void> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a lazy import() of a file of ours would need the built name, which the specs do not have
  return (require('./otlp-tracing') as typeof OtlpTracing).startOtlpTracing(options);
}
