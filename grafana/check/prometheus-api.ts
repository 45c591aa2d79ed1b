import { SCRAPE_SECONDS } from './fill-in';
import type { Span } from './timeline';

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds since 1970 and value; NaN and infinities as such. */
  readonly points: readonly (readonly [number, number])[];
}

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data?: { readonly result: readonly { readonly metric: Record<string, string>; readonly values: readonly (readonly [number, string])[] }[] };
}

const numberOf = (text: string): number => (text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text));

/** The query over a stretch of time, at multiples of the scrape interval. Throws when Prometheus refuses it. */
export async function queryRange(prometheusUrl: string, expr: string, { from, to }: Span): Promise<Series[]> {
  const step = SCRAPE_SECONDS;
  const parameters = new URLSearchParams({ query: expr, start: String(Math.ceil(from / 1_000 / step) * step), end: String(Math.floor(to / 1_000)), step: String(step) });
  const answer = await fetch(`${prometheusUrl}/api/v1/query_range`, { method: 'POST', body: parameters, signal: AbortSignal.timeout(30_000) });
  const { status, error, data } = (await answer.json()) as Answer;
  if (status !== 'success' || data === undefined) throw new Error(error ?? `Prometheus answered ${answer.status}`);
  return data.result.map(({ metric, values }) => ({ labels: metric, points: values.map(([at, value]) => [at * 1_000, numberOf(value)] as const) }));
}
