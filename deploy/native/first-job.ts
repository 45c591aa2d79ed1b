import { setTimeout as delay } from 'node:timers/promises';
import type { JobDetailResponse, SubmitJobResponse, TimelineResponse } from '#contracts';

/**
 * The first real job of a system: a GET of a URL by the worker, submitted at the gateway like any client would, followed through the
 * observatory until it is COMPLETED.
 */
export interface FirstJob {
  readonly job: JobDetailResponse['job'];
  readonly timeline: TimelineResponse;
  readonly position: number;
}

const DEADLINE_MS = 30_000;

async function json<T>(url: string, expected: number, init?: RequestInit): Promise<T> {
  const answer = await fetch(url, { ...init, headers: { ...init?.headers, 'user-agent': 'job-observatory-start' }, signal: AbortSignal.timeout(10_000) });
  const text = await answer.text();
  if (answer.status !== expected) throw new Error(`${init?.method ?? 'GET'} ${url} answered ${answer.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text) as T;
}

export async function runFirstJob(gatewayUrl: string, observatoryUrl: string, targetUrl: string, key?: string): Promise<FirstJob> {
  const as: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const submitted = await json<SubmitJobResponse>(`${gatewayUrl}/v1/jobs`, 202, {
    method: 'POST',
    headers: { ...as, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'http.request', payload: { method: 'GET', url: targetUrl } }),
  });
  for (const deadline = Date.now() + DEADLINE_MS; ; await delay(100)) {
    const { job } = await json<JobDetailResponse>(`${observatoryUrl}/v1/jobs/${submitted.jobId}?atLeast=${submitted.position}`, 200, { headers: as });
    if (job.status === 'COMPLETED') {
      const timeline = await json<TimelineResponse>(`${observatoryUrl}/v1/jobs/${job.id}/timeline`, 200, { headers: as });
      return { job, timeline, position: submitted.position };
    }
    if (job.status === 'FAILED' || Date.now() > deadline) {
      throw new Error(`the first job ${job.id} is ${job.status} instead of COMPLETED${job.error === undefined ? '' : `: ${job.error.message}`}`);
    }
  }
}

/** The timeline as lines: offset from the submission, event, what happened. */
export function timelineLines({ entries }: TimelineResponse): string[] {
  const start = Date.parse(entries[0]?.occurredAt ?? '');
  return entries.map(({ occurredAt, eventType, status, summary }) => `  +${String(Date.parse(occurredAt) - start).padStart(5)} ms  ${eventType.padEnd(16)} ${status.padEnd(10)} ${summary}`);
}
