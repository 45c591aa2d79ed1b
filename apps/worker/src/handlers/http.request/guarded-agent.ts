import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import type { AddressRules } from './public-addresses';

/** The address of the host is internal, and the operator has not allowed it. */
export class AddressNotAllowed extends Error {
  override readonly name = 'AddressNotAllowed';
  constructor(readonly host: string) {
    super(`${host} leads to an address that is not public`);
  }
}

/** Resolves a name to its addresses. */
export type Resolve = (host: string, done: (error: Error | null, addresses: readonly LookupAddress[]) => void) => void;

const resolveByDns: Resolve = (host, done) => lookup(host, { all: true, verbatim: true }, (error, addresses) => done(error, addresses));

/**
 * A pool that connects only to addresses that the rules allow.
 *
 * Checked where the connection is made, on the very addresses that are then connected to: a check before that could be answered with another
 * address than the connection is (DNS rebinding). A redirect makes its own request, and so its own connection, and is checked like any other.
 */
export function guardedAgent(rules: AddressRules, resolve: Resolve = resolveByDns): Agent {
  const lookupAllowed: LookupFunction = (host, options, callback) => {
    resolve(host, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const allowed = addresses.filter(({ address }) => rules.allowsHost(host) || rules.allows(address));
      const [first] = allowed;
      if (!first) return callback(new AddressNotAllowed(host), '', 0);
      if (options.all) callback(null, [...allowed]);
      else callback(null, first.address, first.family);
    });
  };
  const connect = buildConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: lookupAllowed });
  let connectSecurely: typeof connect | undefined;
  return new Agent({
    connect: (options, callback) => {
      // A literal address is never looked up.
      const host = options.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0 && !rules.allows(host)) return callback(new AddressNotAllowed(host), null);
      if (options.protocol !== 'https:') return connect(options, callback);
      connectSecurely ??= buildConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: lookupAllowed, secureContext: trustOfEverybody() });
      connectSecurely(options, callback);
    },
    // Times are bounded per request, not here.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 10_000,
    maxHeaderSize: 16_384,
  });
}

/** For servers of others: TLS 1.2 will do, and the authority of this installation vouches for none of them. Reading all authorities takes a while, so it is done once. */
let everybody: SecureContext | undefined;
const trustOfEverybody = (): SecureContext => (everybody ??= createSecureContext({ minVersion: 'TLSv1.2', ca: [...getCACertificates('bundled'), ...getCACertificates('extra')] }));

const CONNECT_TIMEOUT_MS = 10_000;
