import { fetch } from '../../../deploy/native/keyed-fetch';
import type { Target } from '../target';

const HEADERS = { 'content-type': 'application/json', 'user-agent': 'job-observatory-panel-check' } as const;

/** What came back; status 0 when nothing did, which is ordinary while faults are caused. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** A client of the public APIs that shrugs at failures: it makes load, it does not test. */
export class Client {
  constructor(private readonly target: Target) {}

  command(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Reply> {
    return ask(`${this.target.gateway}${path}`, { method, headers: HEADERS, body: body === undefined ? undefined : JSON.stringify(body) });
  }

  /** Submits one job; its id and position when it was accepted. */
  async submit(job: object): Promise<{ readonly jobId: string; readonly position: number } | undefined> {
    const { status, body } = await this.command('POST', '/v1/jobs', job);
    return status === 202 ? (body as { jobId: string; position: number }) : undefined;
  }

  /** To something that is no contract of ours. */
  raw(text: string): Promise<Reply> {
    return ask(`${this.target.gateway}/v1/jobs`, { method: 'POST', headers: HEADERS, body: text });
  }

  read(path: string): Promise<Reply> {
    return ask(`${this.target.observatory}${path}`, { headers: HEADERS });
  }
}

async function ask(url: string, options: RequestInit): Promise<Reply> {
  try {
    const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(6_000) });
    const text = await answer.text();
    return { status: answer.status, body: answer.headers.get('content-type')?.includes('json') === true ? (JSON.parse(text) as unknown) : text };
  } catch {
    return { status: 0, body: undefined };
  }
}
