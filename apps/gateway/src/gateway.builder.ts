import type { SubmitJobResponse, Job, JobAttempt } from '#contracts';
import { createService, type Service } from '#http';
import { migrate } from '#event-log';
import { freshDatabase, freshVhost } from '#testing';
import { loadGatewayEnv } from './gateway.env';
import { gatewayService } from './gateway.service-options';

/** Stores of a spec's own. */
export async function freshStores(): Promise<{ DATABASE_URL: string; AMQP_URL: string }> {
  const [DATABASE_URL, AMQP_URL] = await Promise.all([freshDatabase(), freshVhost()]);
  await migrate(DATABASE_URL);
  return { DATABASE_URL, AMQP_URL };
}

export interface LogLine {
  readonly eventType: string;
  readonly occurredAt: string;
  readonly correlationId: string;
  readonly payload: Record<string, unknown> & { jobId: string };
  readonly stream: { id: string; version: number; position: number; epoch: string };
}

/** A gateway in this process, on real servers, as its clients see it. */
export class TestGateway {
  private constructor(
    readonly service: Service,
    readonly url: string,
  ) {}

  /** Asks nobody who they are, unless `variables` say otherwise: what the guard does has specs of its own. */
  static async start(stores: { DATABASE_URL: string; AMQP_URL: string }, variables: Record<string, string> = {}): Promise<TestGateway> {
    const env = loadGatewayEnv({ HTTP_PORT: '0', LOG_LEVEL: 'silent', AUTH_MODE: 'off', ...stores, ...variables });
    const service = await createService(gatewayService(env));
    return new TestGateway(service, await service.listen());
  }

  get isReady(): boolean {
    return this.service.health.isReady();
  }

  async stop(): Promise<void> {
    await this.service.stop();
  }

  request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const raw = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
    return fetch(`${this.url}${path}`, { method, body: raw, headers: { ...(raw === undefined ? {} : { 'content-type': 'application/json' }), ...headers } });
  }

  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response> {
    return this.request('POST', path, body, headers);
  }

  async submit(request: Record<string, unknown> = {}, headers?: Record<string, string>): Promise<SubmitJobResponse> {
    const answer = await this.post('/v1/jobs', { type: 'simulate.work', ...request }, headers);
    if (answer.status !== 202) throw new Error(`the submit was answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as SubmitJobResponse;
  }

  async job(id: string): Promise<Job> {
    return (await (await this.request('GET', `/v1/jobs/${id}`)).json()) as Job;
  }

  async attempts(id: string): Promise<JobAttempt[]> {
    return ((await (await this.request('GET', `/v1/jobs/${id}/attempts`)).json()) as { items: JobAttempt[] }).items;
  }

  /** The whole log, or that of one job. */
  async log(jobId?: string): Promise<LogLine[]> {
    const lines: LogLine[] = [];
    for (let after = 0; ; ) {
      const page = (await (await this.request('GET', `/v1/events?after=${after}&limit=10000`)).text()).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as LogLine);
      lines.push(...page);
      const last = page.at(-1);
      if (last === undefined) break;
      after = last.stream.position;
    }
    return jobId === undefined ? lines : lines.filter(({ stream }) => stream.id === jobId);
  }
}
