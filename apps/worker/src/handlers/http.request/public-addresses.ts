import { BlockList, isIP, isIPv4 } from 'node:net';

/**
 * Which addresses a job may reach. Public ones; what is internal only where the operator says so, since a client that may submit a job must not
 * be able to read, through this worker, what only the machines inside may.
 */
export class AddressRules {
  private readonly allowed = new BlockList();
  private readonly hosts = new Set<string>();

  /** @param allow addresses, networks (`10.0.0.0/8`) and names of hosts that may be reached although they are internal */
  constructor(allow: readonly string[] = []) {
    for (const item of allow) {
      const entry = parseAllowed(item);
      if (entry === undefined) throw new Error(faultOfAllowed(item));
      if (entry.kind === 'host') this.hosts.add(entry.host);
      else this.allowed.addSubnet(entry.address, entry.prefix, entry.family);
    }
  }

  /** Whether the operator vouches for whatever this name leads to. */
  allowsHost(host: string): boolean {
    return this.hosts.has(host.toLowerCase());
  }

  allows(address: string): boolean {
    // A zone ("%eth0") names an interface of this machine, and keeps the lists from seeing what they know without it.
    if (address.includes('%')) return false;
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    return this.allowed.check(address, family) || isPublic(address);
  }
}

/** What is wrong with an item of the allow-list, if anything. */
export function faultOfAllowed(item: string): string | undefined {
  return parseAllowed(item) === undefined ? `${JSON.stringify(item)} is no address, network or name of a host` : undefined;
}

type Allowed = { readonly kind: 'host'; readonly host: string } | { readonly kind: 'network'; readonly address: string; readonly prefix: number; readonly family: 'ipv4' | 'ipv6' };

function parseAllowed(item: string): Allowed | undefined {
  const [address = '', prefix, ...rest] = item.split('/');
  const version = isIP(address);
  if (version === 0) return prefix === undefined && HOST.test(item) && !/^[\d.]+$/.test(item) ? { kind: 'host', host: item.toLowerCase() } : undefined;
  const bits = version === 4 ? 32 : 128;
  if (rest.length > 0 || (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))) return undefined;
  return { kind: 'network', address, prefix: prefix === undefined ? bits : Number(prefix), family: version === 4 ? 'ipv4' : 'ipv6' };
}

const HOST = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/i;

/** Addresses that lead out, by the registries of special-purpose addresses (RFC 6890 and its updates). */
function isPublic(address: string): boolean {
  if (isIPv4(address)) return !INTERNAL_V4.check(address, 'ipv4');
  if (MAPPED.check(address, 'ipv6')) {
    // ::ffff:127.0.0.1 is 127.0.0.1, however it is written; a list of IPv4 networks knows that.
    return !INTERNAL_V4.check(address, 'ipv6');
  }
  return GLOBAL_V6.check(address, 'ipv6') && !INTERNAL_V6.check(address, 'ipv6');
}

function networks(family: 'ipv4' | 'ipv6', list: readonly string[]): BlockList {
  const blocks = new BlockList();
  for (const network of list) {
    const [address, prefix] = network.split('/') as [string, string];
    blocks.addSubnet(address, Number(prefix), family);
  }
  return blocks;
}

const INTERNAL_V4 = networks('ipv4', [
  '0.0.0.0/8', // this host
  '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', // private
  '100.64.0.0/10', // carrier-grade NAT, and the networks of some clouds
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, and the metadata of clouds
  '168.63.129.16/32', // looks public, and is what a machine at Azure asks for its own credentials
  '192.0.0.0/24', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', // protocols and documentation
  '192.88.99.0/24', // relays from 6 to 4
  '198.18.0.0/15', // benchmarks
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
]);
const MAPPED = networks('ipv6', ['::ffff:0:0/96']);
/** All that is handed out for the public network; loopback, unique local, link-local, multicast and NAT64 stand outside of it. */
const GLOBAL_V6 = networks('ipv6', ['2000::/3']);
const INTERNAL_V6 = networks('ipv6', [
  '2001::/23', // protocols; Teredo among them, which holds an IPv4 address
  '2001:db8::/32', '3fff::/20', // documentation
  '2002::/16', // 6to4, which holds an IPv4 address
]);
