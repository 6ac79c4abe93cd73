import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './public-address.js';

describe('isPublicAddress', () => {
  it.each([
    ...[
      '1.1.1.1',
      '8.8.8.8',
      '172.15.255.255',
      '172.32.0.1',
      '100.63.255.255',
      '169.253.0.1',
      '223.255.255.1',
    ],
    ...['2606:4700::1111', '2a00:1450:4001::8a', '::ffff:8.8.8.8'],
  ])('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    // This machine.
    ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '0.1.2.3', '::1', '::'],
    // Networks around it, also a provider's, and where clouds keep credentials.
    ...['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '100.127.255.255'],
    ...['169.254.169.254', '169.254.170.2', 'fe80::1', 'fd00:ec2::254', 'fc00::1', 'fec0::1'],
    // Everybody, nobody, documentation, tests.
    ...['224.0.0.1', '239.255.255.255', '255.255.255.255', '240.0.0.1', 'ff02::1', '192.0.0.1', '192.0.2.1'],
    ...[
      '198.18.0.1',
      '198.51.100.1',
      '203.0.113.1',
      '2001:db8::1',
      '3fff::1',
      '100::1',
      '5f00::1',
      '192.88.99.1',
    ],
    // An IPv4 address inside an IPv6 one.
    ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::127.0.0.1', '::ffff:0:10.0.0.1'],
    ...['64:ff9b::7f00:1', '64:ff9b:1::a00:1', '2002:7f00:1::', '2002:a00:1::1', '2001:0:7f00:1::'],
    // No address at all.
    ...['', 'localhost', 'example.com', '127.0.0.1.example.com', '1.1.1.1/24'],
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
