export interface OriginFacts {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`, which pages cannot set. */
  readonly fetchSite: string | undefined;
}

/**
 * Whether a command may have been meant by who is at the console. Browsers say with each request where the page comes from that makes it; a page of
 * another origin is refused. A client that is no browser says nothing, and nobody can make it send what its user did not mean.
 */
export function isSameOrigin({ host, origin, fetchSite }: OriginFacts): boolean {
  if (fetchSite !== undefined && fetchSite !== 'same-origin') return false;
  if (origin === undefined) return true;
  try {
    return host !== undefined && new URL(origin).host === new URL(`http://${host}`).host;
  } catch {
    return false;
  }
}
