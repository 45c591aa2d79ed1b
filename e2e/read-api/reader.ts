/** An answer with all that the checks look at. */
export interface Answer {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, where it is JSON. */
  readonly json: unknown;
  readonly tookMs: number;
}

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

interface Seen {
  readonly answeredAt: number;
  readonly position: number;
}

const PATIENCE_MS = 20_000;
/** At once: the suite is a polite client. */
const AT_ONCE = 8;

/** Asks, and remembers the positions that were told: none may go back. */
export class Reader {
  private readonly seen = new Map<string, Seen>();
  private readonly waiting: (() => void)[] = [];
  private active = 0;
  readonly setbacks: string[] = [];

  constructor(
    private readonly baseUrl: string,
    private readonly fetch: Fetch,
  ) {}

  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    await this.turn();
    try {
      return await this.getLater(path, headers);
    } finally {
      this.active -= 1;
      this.waiting.shift()?.();
    }
  }

  /** The same for a question that the observatory is to think over: it keeps no other one waiting. */
  async getLater(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const startedAt = performance.now();
    const response = await this.fetch(`${this.baseUrl}${path}`, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = await response.text();
    const answer = { url: path, status: response.status, headers: response.headers, text, json: parsed(response, text), tookMs: performance.now() - startedAt };
    this.watch(answer, startedAt);
    return answer;
  }

  /** The head of an answer that need not end. */
  async open(path: string): Promise<{ status: number; contentType: string }> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
    try {
      const response = await this.fetch(`${this.baseUrl}${path}`, { signal: stop.signal });
      return { status: response.status, contentType: response.headers.get('content-type') ?? '' };
    } finally {
      clearTimeout(timer);
      stop.abort();
    }
  }

  private async turn(): Promise<void> {
    while (this.active >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.active += 1;
  }

  /** A question that is asked after an answer has come is never answered with a lower position of the same read model. */
  private watch({ url, json }: Answer, startedAt: number): void {
    const freshness = freshnessIn(json);
    if (freshness === undefined) return;
    const model = `${freshness.epoch} ${freshness.projection}`;
    const last = this.seen.get(model);
    if (last !== undefined && last.answeredAt <= startedAt && freshness.position < last.position) this.setbacks.push(`${url} says position ${freshness.position} of ${freshness.projection}, ${last.position} was told before`);
    if (last === undefined || freshness.position >= last.position) this.seen.set(model, { answeredAt: performance.now(), position: freshness.position });
  }
}

export interface ToldFreshness {
  readonly position: number;
  readonly lagMs: number;
  readonly epoch: string;
  readonly projection: string;
}

export function freshnessIn(body: unknown): ToldFreshness | undefined {
  return fieldOf(body, 'freshness') as ToldFreshness | undefined;
}

export function itemsIn(body: unknown): readonly unknown[] | undefined {
  const items = fieldOf(body, 'items');
  return Array.isArray(items) ? items : undefined;
}

export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function parsed(response: Response, text: string): unknown {
  if (!/^application\/(problem\+)?json\b/.test(response.headers.get('content-type') ?? '')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
