import type { Server } from 'node:http';

/**
 * What one peer may keep a server busy with before there is a request. A peer that sends its headers a byte at a time (slow loris) has this long for them, and Node looks at open
 * connections this often. Node's own 60 s and 30 s would let a few thousand such peers hold a few thousand sockets for a minute and a half.
 */
export const HEADERS_TIMEOUT_MS = 10_000;
export const LOOK_AT_CONNECTIONS_MS = 2_000;

/** Headers and URL together; more is answered 431. */
export const MOST_HEADER_BYTES = 16_384;

/** Node drops what is beyond, so a header that somebody relies on could vanish behind many others: requests with as many are refused instead. */
export const MOST_HEADERS = 100;
export const LONGEST_URL = 8_192;

export const SERVER_BOUNDS = { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: LOOK_AT_CONNECTIONS_MS, maxHeaderSize: MOST_HEADER_BYTES } as const;

/** Lets the hook below see one more than is allowed. */
export function countHeaders(server: Pick<Server, 'maxHeadersCount'>): void {
  server.maxHeadersCount = MOST_HEADERS + 1;
}

/** Why a request is refused for its size alone, if it is. */
export function faultOfSize(url: string, rawHeaders: readonly string[]): { readonly status: 414 | 431; readonly detail: string } | undefined {
  if (url.length > LONGEST_URL) return { status: 414, detail: `the URL is longer than ${LONGEST_URL} characters` };
  if (rawHeaders.length / 2 > MOST_HEADERS) return { status: 431, detail: `there are more than ${MOST_HEADERS} headers` };
  return undefined;
}
