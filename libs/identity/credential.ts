/** Longer than any key, and than a token with a dozen roles; what is longer is not looked at. */
const LONGEST_CREDENTIAL = 4_096;

const BEARER = /^bearer +([A-Za-z0-9._~+/=-]+)$/i;

export type Credential = { readonly kind: 'none' } | { readonly kind: 'malformed'; readonly why: string } | { readonly kind: 'bearer'; readonly text: string };

const NONE: Credential = Object.freeze({ kind: 'none' });

/**
 * The credential of a request. Node keeps the first of several Authorization headers and drops the others, and a proxy in between may have kept another one:
 * a request with two is refused, so that nobody can show one to the proxy and the other to us.
 *
 * @param rawHeaders names and values in turn, as they came
 */
export function readCredential(header: string | undefined, rawHeaders: readonly string[]): Credential {
  if (header === undefined) return NONE;
  let seen = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 13 && name.toLowerCase() === 'authorization') seen += 1;
  }
  if (seen > 1) return { kind: 'malformed', why: 'there is more than one Authorization header' };
  if (header.length > LONGEST_CREDENTIAL) return { kind: 'malformed', why: 'the credential is too long' };
  const text = BEARER.exec(header)?.[1];
  return text === undefined ? { kind: 'malformed', why: 'the Authorization header is not of the form Bearer CREDENTIAL' } : { kind: 'bearer', text };
}
