import type { Envelope, JobDetailResponse, OverviewResponse, SubmitJobRequest, SubmitJobResponse, TimelineResponse } from '#contracts';
import { eventually } from '#testing';
import { fetch } from '../../deploy/native/keyed-fetch';
import type { System } from './system';

/** What the contract says, without the proof that a payload is JSON. */
export type NewJob = Omit<SubmitJobRequest, 'payload'> & { payload?: object };

/** What a client of the public APIs does in the end-to-end specs. Nothing here knows how the system works inside. */
export class Client {
  constructor(
    private readonly gatewayUrl: string,
    private readonly observatoryUrl: string,
  ) {}

  static of(system: System, gateway = 0): Client {
    return new Client(system.one('gateway', gateway).url, system.one('observatory').url);
  }

  async submit(job: NewJob, headers: Record<string, string> = {}): Promise<SubmitJobResponse> {
    const response = await fetch(`${this.gatewayUrl}/v1/jobs`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(job) });
    if (response.status !== 202) throw new Error(`submit answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as SubmitJobResponse;
  }

  /** Submits until an answer comes: an idempotency key makes the repeats harmless. Gives up after `timeoutMs`. */
  async submitSurely(job: NewJob & { idempotencyKey: string }, timeoutMs = 60_000): Promise<SubmitJobResponse> {
    return eventually(() => this.submit(job), { timeoutMs, message: `submit of ${job.idempotencyKey} is answered` });
  }

  async observe<T>(path: string): Promise<T> {
    const response = await fetch(`${this.observatoryUrl}${path}`);
    if (response.status !== 200) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  async job(jobId: string): Promise<JobDetailResponse['job']> {
    return (await this.observe<JobDetailResponse>(`/v1/jobs/${jobId}`)).job;
  }

  async timeline(jobId: string): Promise<TimelineResponse['entries']> {
    return (await this.observe<TimelineResponse>(`/v1/jobs/${jobId}/timeline`)).entries;
  }

  async overview(): Promise<OverviewResponse> {
    return this.observe<OverviewResponse>('/v1/overview');
  }

  /** Waits until the observatory shows the job in this state. */
  async until(jobId: string, status: string, timeoutMs = 20_000): Promise<JobDetailResponse['job']> {
    return eventually(
      async () => {
        const job = await this.job(jobId);
        if (job.status !== status) throw new Error(`it is ${job.status}`);
        return job;
      },
      { timeoutMs, message: `job ${jobId} becomes ${status}` },
    );
  }

  /** The log through the public feed, from the beginning or from behind a position. */
  async log(from = 0): Promise<Envelope[]> {
    const events: Envelope[] = [];
    for (;;) {
      const after = events.at(-1)?.stream?.position ?? from;
      const response = await fetch(`${this.gatewayUrl}/v1/events?after=${after}&limit=5000`);
      if (response.status !== 200) throw new Error(`the feed answered ${response.status}: ${await response.text()}`);
      const lines = (await response.text()).split('\n').filter(Boolean);
      if (lines.length === 0) return events;
      for (const line of lines) events.push(JSON.parse(line) as Envelope);
    }
  }
}
