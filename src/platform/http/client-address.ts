// Limits and the audit trail are keyed by what these functions return, so nothing the caller writes may decide it
// unless a trusted proxy vouches for it (authentik CVE-2024-47070: an unparsable X-Forwarded-For escaped the limits).
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

/** The caller's address in canonical text form; IPv4 mapped into IPv6 is IPv4. */
export function clientAddress(request: FastifyRequest): string {
  return canonical(request.ip) ?? canonical(request.socket.remoteAddress ?? '') ?? '0.0.0.0';
}

/** Who counts as one caller: an IPv4 address, or the /64 that one IPv6 subscriber gets. */
export function addressBlock(address: string): string {
  if (!address.includes(':')) return address;
  const parts = ipaddr.IPv6.parse(address).parts.slice(0, 4);
  return `${parts.map((part) => part.toString(16)).join(':')}::/64`;
}

/** The same callers come again and again, and a socket that listens for both kinds writes every IPv4 as IPv6. */
const REMEMBERED = 10_000;
const known = new LRUCache<string, string>({ max: REMEMBERED });

function canonical(text: string): string | undefined {
  const before = known.get(text);
  if (before !== undefined) return before;
  const address = parse(text);
  if (address !== undefined) known.set(text, address);
  return address;
}

function parse(text: string): string | undefined {
  if (!text.includes(':')) return ipaddr.IPv4.isValidFourPartDecimal(text) ? text : undefined;
  try {
    return ipaddr.process(text.replace(/%.*$/, '')).toString();
  } catch {
    return undefined;
  }
}
