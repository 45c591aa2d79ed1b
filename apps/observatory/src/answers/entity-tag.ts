import { createHash } from 'node:crypto';

/** How fresh an answer is, where an answer says so: the one field that may change while the answer stays the same. */
const FRESHNESS = /"freshness":\{[^{}]*\}(?=\}$)/;

/**
 * Names what an answer says, whatever its freshness: as long as a list shows the same, it has the same tag. Weak, since the bytes differ.
 *
 * @param json an answer as text
 */
export function entityTag(json: string): string {
  return `W/"${createHash('sha1').update(json.replace(FRESHNESS, '')).digest('base64url')}"`;
}

/** Whether `If-None-Match` has this tag among its own: compared weakly, as RFC 9110 wants it of a GET. */
export function hasTag(ifNoneMatch: string, tag: string): boolean {
  const opaque = (one: string): string => one.trim().replace(/^W\//, '');
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((one) => opaque(one) === opaque(tag));
}
