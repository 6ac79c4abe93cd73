import { Injectable } from '@nestjs/common';
import { Digest } from '../../../../kernel/digest.js';
import { Config } from '../../../../platform/config/config.js';
import { RateLimitStorage } from '../../../../platform/http/rate-limit/rate-limit.storage.js';
import { rateLimits, scaled } from '../../../../platform/http/rate-limit/rate-limits.js';
import type { MailAllowance } from '../../domain/sign-in/mail-allowance.js';

const [{ name, limit, windowSeconds }] = rateLimits.confirmLink;

/** Counted over all nodes, as the other limits are. The provider names the address, so no route can count it. */
@Injectable()
export class CountedMailAllowance implements MailAllowance {
  constructor(
    private readonly config: Config,
    private readonly counters: RateLimitStorage,
    private readonly digest: Digest,
  ) {}

  async admits(address: string): Promise<boolean> {
    const { RATE_LIMITS, RATE_LIMIT_FACTOR } = this.config.raw;
    if (!RATE_LIMITS) return true;
    const allowed = scaled(limit, RATE_LIMIT_FACTOR);
    const account = this.digest.keyed('rate-limit', address.toLowerCase()).toString('base64url');
    const { hits } = await this.counters.hit(`${name}:${account}`, windowSeconds * 1000, allowed);
    return hits <= allowed;
  }
}
