import bowser from 'bowser';
import { LRUCache } from 'lru-cache';

/** What a user agent says it is; `null` where it does not say. */
export interface Device {
  readonly browser: string | null;
  readonly os: string | null;
  readonly kind: 'desktop' | 'mobile' | 'tablet' | 'tv' | 'bot' | 'other';
}

/** Names of products. An unknown agent may call itself anything, and the name goes into a mail to its owner. */
const PRODUCT = /^[\p{L}\p{N}][\p{L}\p{N} +!_-]{0,39}$/u;
const KINDS = new Set<string>(['desktop', 'mobile', 'tablet', 'tv', 'bot']);
const known = new LRUCache<string, Device>({ max: 5000 });

export function deviceOf(userAgent: string): Device {
  const cached = known.get(userAgent);
  if (cached) return cached;
  const device = parse(userAgent);
  known.set(userAgent, device);
  return device;
}

function parse(userAgent: string): Device {
  if (userAgent === '') return { browser: null, os: null, kind: 'other' };
  const { browser, os, platform } = bowser.parse(userAgent);
  const kind = platform.type && KINDS.has(platform.type) ? (platform.type as Device['kind']) : 'other';
  return { browser: productName(browser.name), os: productName(os.name), kind };
}

const productName = (name: string | undefined) => (name && PRODUCT.test(name) ? name : null);

/** For people: `Firefox on Linux`. */
export function deviceName(userAgent: string): string {
  const { browser, os } = deviceOf(userAgent);
  if (browser && os) return `${browser} on ${os}`;
  return browser ?? os ?? 'an unknown device';
}
