import { Pool } from 'undici';
import { type AuditFeedResponse, tolerantValidator } from '#contracts';
import { clientIdentity } from '#http';
import { FeedUnavailable } from '../feed/log-feed';

const PAGE = 1_000;
const TIMEOUT_MS = 5_000;

export interface AuditFeed {
  /** @throws FeedUnavailable */
  read(after: number, hash: string): Promise<AuditFeedResponse>;
}

/** The audit trail over HTTP, from the gateway. */
export class GatewayAuditFeed implements AuditFeed {
  private readonly pool: Pool;
  private readonly headers: Readonly<Record<string, string>>;

  constructor({ url, key }: { readonly url: string; readonly key?: string }) {
    this.headers = { 'user-agent': 'job-observatory-aggregator', ...(key !== undefined && { authorization: `Bearer ${key}` }) };
    this.pool = new Pool(new URL(url).origin, { connections: 1, connect: { timeout: TIMEOUT_MS, ...clientIdentity() }, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  }

  async read(after: number, hash: string): Promise<AuditFeedResponse> {
    const path = `/v1/audit/feed?after=${after}&hash=${hash}&limit=${PAGE}`;
    let body: unknown;
    try {
      const { statusCode, body: answer } = await this.pool.request({ method: 'GET', path, headers: this.headers });
      if (statusCode !== 200) throw new FeedUnavailable(`GET ${path} was answered with ${statusCode}: ${(await answer.text()).slice(0, 200)}`);
      body = await answer.json();
    } catch (error) {
      if (error instanceof FeedUnavailable) throw error;
      throw new FeedUnavailable(`the audit trail cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
    const checked = tolerantValidator('AuditFeedResponse')(body);
    if (!checked.ok) throw new FeedUnavailable(`GET ${path} did not answer with a page of the audit trail`);
    return checked.value;
  }

  async close(): Promise<void> {
    await this.pool.close();
  }
}
