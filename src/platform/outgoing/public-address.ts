import ipaddr from 'ipaddr.js';

/** Global unicast (RFC 4291 §2.4): all that has been given out to networks on the internet. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address is on the internet: not of this machine or a network around it, nor one in which such an address
 * is hidden (IPv4 mapped into IPv6, NAT64, 6to4, Teredo).
 * @param address in canonical text form, as sockets have it
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_IPV6);
}
