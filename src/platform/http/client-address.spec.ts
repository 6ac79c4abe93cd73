import type { FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { addressBlock, clientAddress } from './client-address.js';

const from = (ip: string, remoteAddress = '192.0.2.1') =>
  clientAddress({ ip, socket: { remoteAddress } } as unknown as FastifyRequest);

describe('clientAddress', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:DB8::0:1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['garbage', '192.0.2.1'],
    ['0x7f.1', '192.0.2.1'],
    ['1.2.3.4:80', '192.0.2.1'],
    ['2130706433', '192.0.2.1'],
    ['', '192.0.2.1'],
  ])('%s is %s', (ip, expected) => {
    expect(from(ip)).toBe(expected);
  });

  it('is never nothing', () => {
    expect(from('', '')).toBe('0.0.0.0');
  });
});

describe('addressBlock', () => {
  it('is the address itself for IPv4, and its /64 for IPv6', () => {
    expect(addressBlock('203.0.113.7')).toBe('203.0.113.7');
    expect(addressBlock('2001:db8:1:2:3:4:5:6')).toBe(addressBlock('2001:db8:1:2::'));
    expect(addressBlock('2001:db8:1:2::')).not.toBe(addressBlock('2001:db8:1:3::'));
  });
});
