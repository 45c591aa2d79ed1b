import { request, type Agent, type Dispatcher } from 'undici';
import { giveUp } from '#worker-sdk';
import { MAX_BODY_BYTES, type HttpMethod, type HttpRequestPayload } from './http-request.payload';
import { readBody, type BoundedBody } from './read-body';

export interface Exchanged extends BoundedBody {
  readonly status: number;
  /** Names in lower case; several values of one name are joined with a comma and a blank, as HTTP allows. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the response came from, if that was another place than the one asked. */
  readonly redirectedTo?: string;
}

interface Sending {
  readonly url: URL;
  readonly method: HttpMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Sends one request and what its redirects ask for. Each of them connects, and is checked, by itself. */
export async function exchange(payload: HttpRequestPayload, first: Omit<Sending, 'url' | 'method'>, agent: Agent, signal: AbortSignal): Promise<Exchanged> {
  // What the schema takes and URLs are not: 256.0.0.1, or a name with an escaped NUL.
  if (!URL.canParse(payload.url)) throw giveUp('invalid_request', 'the URL of the job is none');
  let sending: Sending = { ...first, url: new URL(payload.url), method: payload.method ?? 'GET' };
  for (let redirects = 0; ; redirects++) {
    const response = await request(sending.url, { dispatcher: agent, method: sending.method, headers: sending.headers, body: sending.body, signal });
    const { location } = response.headers;
    const follows = (payload.maxRedirects ?? 0) > 0 && REDIRECTS.has(response.statusCode) && typeof location === 'string' && !isExpected(response.statusCode, payload.expectedStatus ?? []);
    if (!follows) {
      const redirectedTo = redirects > 0 ? { redirectedTo: sending.url.href } : {};
      return { status: response.statusCode, headers: flat(response.headers), ...redirectedTo, ...(await readBody(response.body, payload.maxBodyBytes ?? MAX_BODY_BYTES)) };
    }
    await response.body.dump({ limit: MAX_BODY_BYTES, signal });
    if (redirects >= (payload.maxRedirects ?? 0)) throw giveUp('too_many_redirects', `more than ${payload.maxRedirects} redirects; the last led from ${sending.url.origin}`);
    sending = redirected(sending, response.statusCode, location);
  }
}

export function isExpected(status: number, expected: HttpRequestPayload['expectedStatus']): boolean {
  if (expected === undefined) return status >= 200 && status <= 299;
  return typeof expected === 'number' ? status === expected : expected.includes(status);
}

/** The next request, as browsers do it (RFC 9110, 15.4): a POST becomes a GET unless the server says 307 or 308; another origin gets no credentials. */
function redirected({ url, method, headers, body }: Sending, status: number, location: string): Sending {
  if (!URL.canParse(location, url.href)) throw giveUp('invalid_redirect', 'the server redirects to what is no URL');
  const next = new URL(location, url);
  if (next.protocol !== 'http:' && next.protocol !== 'https:') throw giveUp('invalid_redirect', `the server redirects to ${next.protocol}, which is not HTTP`);
  if (next.username !== '' || next.password !== '') throw giveUp('invalid_redirect', 'the server redirects to a URL with a user in it, which can make one host look like another');
  const toGet = (status === 303 && method !== 'HEAD') || ((status === 301 || status === 302) && method === 'POST');
  const dropped = new Set([...(toGet ? OF_THE_BODY : []), ...(next.origin === url.origin ? [] : CREDENTIALS)]);
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name.toLowerCase())));
  return { url: next, method: toGet ? 'GET' : method, headers: kept, body: toGet ? undefined : body };
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** The signature is of the body, so it goes with it. */
const OF_THE_BODY = ['content-type', 'content-length', 'content-encoding', 'x-observatory-signature'];
const CREDENTIALS = ['authorization', 'cookie', 'proxy-authorization', 'host', 'x-observatory-signature'];

function flat(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]])));
}
