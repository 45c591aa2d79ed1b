import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/*
 * A ticket is a permission to send one request: `jt.<kid>.<claims>.<mac>`. The claims are JSON in base64url and no secret; the MAC is HMAC-SHA-256 over
 * all before it, by one of the keys that the gateways share. HMAC, because whoever verifies a ticket is also who may make one: a public key would
 * have nobody to be given to, and a signature costs twenty times as much.
 *
 * The first key signs, every key verifies. So keys are changed without a moment in which a ticket is refused: add the new one behind the old one everywhere, then put it
 * first everywhere, then drop the old one when the last ticket that it signed has expired.
 */

/** What a ticket says. Whoever holds it may send that request, once, until then. */
export interface Ticket {
  /** Its nonce: kept by whoever takes the ticket for as long as it could be shown again. */
  readonly id: string;
  readonly tenantId: string;
  readonly method: string;
  readonly path: string;
  /** SHA-256 of the body, byte for byte, in hexadecimal digits. */
  readonly bodySha256: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  /** The credential that it was made with. */
  readonly issuer: string;
}

export interface TicketKey {
  readonly kid: string;
  readonly secret: string;
}

export type ReadTicket = { readonly kind: 'ticket'; readonly ticket: Ticket } | { readonly kind: 'refused'; readonly why: 'malformed' | 'unknown_key' | 'forged' };

const SHAPE = /^(jt\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{1,2000}))\.([A-Za-z0-9_-]{43})$/;
const KEY = /^([A-Za-z0-9_-]{1,32}):([\x21-\x2b\x2d-\x7e]{32,256})$/;

export class TicketSigner {
  private readonly keys: ReadonlyMap<string, string>;
  private readonly signing: TicketKey;

  /** @param keys the first one signs, all verify */
  constructor(keys: readonly [TicketKey, ...TicketKey[]]) {
    this.signing = keys[0];
    this.keys = new Map(keys.map(({ kid, secret }) => [kid, secret]));
  }

  sign(claims: Omit<Ticket, 'id'>): { readonly text: string; readonly ticket: Ticket } {
    const ticket: Ticket = { id: randomUUID(), ...claims };
    const { id, tenantId, method, path, bodySha256, issuedAtMs, expiresAtMs, issuer } = ticket;
    const signed = `jt.${this.signing.kid}.${Buffer.from(JSON.stringify([id, tenantId, method, path, bodySha256, issuedAtMs, expiresAtMs, issuer])).toString('base64url')}`;
    return { text: `${signed}.${macOf(signed, this.signing.secret).toString('base64url')}`, ticket };
  }

  /** What a ticket says, if one of the keys made it. Says nothing of its time or of where it is shown. */
  read(text: string): ReadTicket {
    const [, signed, kid, claims, mac] = SHAPE.exec(text) ?? [];
    if (signed === undefined || kid === undefined || claims === undefined || mac === undefined) return { kind: 'refused', why: 'malformed' };
    const secret = this.keys.get(kid);
    if (secret === undefined) return { kind: 'refused', why: 'unknown_key' };
    if (!timingSafeEqual(macOf(signed, secret), Buffer.from(mac, 'base64url'))) return { kind: 'refused', why: 'forged' };
    // Nobody but a holder of the key has written it, so it is as it was written.
    const [id, tenantId, method, path, bodySha256, issuedAtMs, expiresAtMs, issuer] = JSON.parse(Buffer.from(claims, 'base64url').toString()) as [string, string, string, string, string, number, number, string];
    return { kind: 'ticket', ticket: { id, tenantId, method, path, bodySha256, issuedAtMs, expiresAtMs, issuer } };
  }
}

/** Keys as they stand in the configuration: `kid:secret`, one after the other with commas between. Undefined for what is none. */
export function parseTicketKeys(text: string): readonly [TicketKey, ...TicketKey[]] | undefined {
  const keys = text.split(',').map((key): TicketKey | undefined => {
    const [, kid, secret] = KEY.exec(key.trim()) ?? [];
    return kid === undefined || secret === undefined ? undefined : { kid, secret };
  });
  const [first, ...others] = keys;
  if (first === undefined || others.includes(undefined) || new Set(keys.map((key) => key?.kid)).size < keys.length) return undefined;
  return [first, ...(others as TicketKey[])];
}

function macOf(text: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(text).digest();
}
