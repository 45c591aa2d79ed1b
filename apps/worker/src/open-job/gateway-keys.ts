import { fetch, type Response } from 'undici';
import { setTimeout as delay } from 'node:timers/promises';
import { validator } from '#contracts';
import type { KeySource, WrappedKey } from '#sealing';

const TIMEOUT_MS = 2_000;
/** Between tries. An attempt waits no longer for its key; the job has others. */
const PAUSES_MS = [100, 400, 1_000] as const;

/** The gateway did not give a key that it may have. */
export class KeyUnavailable extends Error {}

/** Wrapped data keys, from the gateway over HTTP. */
export class GatewayKeys implements KeySource {
  private readonly headers: Readonly<Record<string, string>>;

  /** @param key API key of the role worker, where the gateway asks for one */
  constructor(private readonly url: string, key: string | undefined) {
    this.headers = { 'user-agent': 'job-observatory-worker', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) };
  }

  /** @throws KeyUnavailable */
  async find(id: string): Promise<WrappedKey | undefined> {
    for (const pauseMs of PAUSES_MS) {
      try {
        return await this.ask(id);
      } catch {
        await delay(pauseMs);
      }
    }
    return this.ask(id);
  }

  private async ask(id: string): Promise<WrappedKey | undefined> {
    const address = new URL(`/v1/data-keys/${id}`, this.url);
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(address, { headers: this.headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
      body = await response.json();
    } catch (cause) {
      throw new KeyUnavailable(`the gateway gives no keys: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
    if (response.status === 410) return undefined;
    const checked = validator('DataKeyResponse')(body);
    if (!response.ok || !checked.ok) throw new KeyUnavailable(`the gateway answers ${response.status} when asked for a key; WORKER_GATEWAY_KEY must be a key of the role worker`);
    return { kekId: checked.value.kekId, wrapped: Buffer.from(checked.value.wrapped, 'base64') };
  }
}
