import { fetch } from '../../../deploy/native/keyed-fetch';

/** How the gate speaks HTTP: as one of the project's own clients, never for longer than it says. */
export interface Asked {
  readonly status: number;
  readonly text: string;
}

const AGENT = 'job-observatory-gate';

export async function ask(url: string, init: RequestInit = {}, timeoutMs = 10_000): Promise<Asked> {
  const headers = { 'user-agent': AGENT, ...(init.headers as Record<string, string> | undefined) };
  try {
    const answer = await fetch(url, { ...init, headers, signal: AbortSignal.timeout(timeoutMs) });
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code;
    throw new Error(`${init.method ?? 'GET'} ${url}: ${cause ?? (error as Error).message}`, { cause: error });
  }
}

/** The JSON of an answer with this status; throws with what was answered instead. */
export async function askJson<T>(url: string, init: RequestInit = {}, status = 200): Promise<T> {
  const answer = await ask(url, init);
  if (answer.status !== status) throw new Error(`${init.method ?? 'GET'} ${url} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
  return JSON.parse(answer.text) as T;
}

export const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
