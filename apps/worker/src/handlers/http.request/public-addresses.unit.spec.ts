import { readSigningSecrets } from './signature';
import { AddressRules, faultOfAllowed } from './public-addresses';

describe('AddressRules', () => {
  const rules = new AddressRules();

  it.each([
    '0.0.0.0', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.255.255.255', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1',
    '192.0.2.1', '192.88.99.1', '192.168.0.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255',
    '::', '::1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:a9fe:a9fe', '0:0:0:0:0:ffff:c0a8:1', '64:ff9b::7f00:1', '64:ff9b:1::1', '100::1', 'fc00::1', 'fdff:ffff::1',
    'fe80::1', 'febf::1', 'fec0::1', 'ff02::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1',
  ])('%s is internal', (address) => {
    expect(rules.allows(address)).toBe(false);
  });

  it.each(['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '172.15.255.255', '172.32.0.0', '192.167.255.255', '223.255.255.255', '2606:4700::1111', '2a00:1450::1', '::ffff:8.8.8.8'])(
    '%s is public',
    (address) => {
      expect(rules.allows(address)).toBe(true);
    },
  );

  it('takes what the operator allows', () => {
    const some = new AddressRules(['10.1.0.0/16', 'fd00::/8', '127.0.0.1', 'Intranet.Example']);
    expect(['10.1.2.3', '10.2.0.1', 'fd12::1', 'fc00::1', '127.0.0.1', '127.0.0.2'].map((address) => some.allows(address))).toEqual([true, false, true, false, true, false]);
    expect(['intranet.example', 'INTRANET.EXAMPLE', 'example', 'a.intranet.example'].map((host) => some.allowsHost(host))).toEqual([true, true, false, false]);
  });

  it.each(['10.0.0.0/33', '10.0.0/8', '300.1.1.1', '::1/129', '10.0.0.0/8/8', '10.0.0.0/', 'a b', 'http://x', '-x', ''])('refuses %j in the list', (item) => {
    expect(faultOfAllowed(item)).toContain('is no address, network or name of a host');
    expect(() => new AddressRules([item])).toThrow('is no address');
  });

  it.each(['10.0.0.0/8', '::1', 'fd00::/8', 'localhost', 'a-b.c_d.example'])('takes %j', (item) => {
    expect(faultOfAllowed(item)).toBeUndefined();
  });
});

describe('WORKER_HTTP_SECRETS', () => {
  it('takes secrets that cannot be guessed, by name', () => {
    expect(readSigningSecrets({ shop: '0123456789abcdef' })).toEqual({ shop: '0123456789abcdef' });
  });

  it.each([[['a']], ['text'], [null], [{ shop: 'short' }], [{ shop: 7 }], [{ 'a b': '0123456789abcdef' }]])('refuses %j, and quotes nothing', (json) => {
    expect(() => readSigningSecrets(json)).toThrow(/^(?!.*(short|0123)).*(must be|names of secrets)/);
  });
});
