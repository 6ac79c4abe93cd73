// A wrong credential cannot be guessed right, but finding that out may cost a look-up: one address gets so many a minute.
import { Injectable } from '@nestjs/common';
import type { DomainError } from '../../../kernel/domain-error.js';
import { Config } from '../../config/config.js';
import { credentialInvalid } from '../access.errors.js';
import { addressBlock } from '../client-address.js';
import { rateLimited } from '../http.errors.js';
import type { Count } from './memory-counters.js';
import { RateLimitStorage } from './rate-limit.storage.js';
import { rateLimits, scaled } from './rate-limits.js';

const [{ name, limit, windowSeconds }] = rateLimits.credential;

/**
 * Over the limit wrong credentials are told to wait, and right ones still pass: behind one address there may be an
 * office, or a gateway for everybody. At so many times the limit nothing from that address is looked at any more.
 */
const FLOOD = 10;

@Injectable()
export class FailedCredentials {
  private readonly allowed: number;

  constructor(
    { raw }: Config,
    private readonly counters: RateLimitStorage,
  ) {
    this.allowed = raw.RATE_LIMITS ? scaled(limit, raw.RATE_LIMIT_FACTOR) : Infinity;
  }

  /** Before a credential is looked at. @throws DomainError `request.rate-limited` */
  admit(ip: string): void {
    const known = this.counters.peek(keyOf(ip));
    if (known && known.hits > this.allowed * FLOOD) throw limitedBy(known);
  }

  /** Counts a credential that opens nothing. @returns how to refuse it */
  refusal(ip: string): DomainError | Promise<DomainError> {
    if (this.allowed === Infinity) return credentialInvalid();
    const count = this.counters.hit(keyOf(ip), windowSeconds * 1000, this.allowed * FLOOD);
    return count instanceof Promise ? count.then((counted) => this.judge(counted)) : this.judge(count);
  }

  private judge(count: Count): DomainError {
    return count.hits > this.allowed ? limitedBy(count) : credentialInvalid();
  }
}

const keyOf = (ip: string): string => `${name}:${addressBlock(ip)}`;

const limitedBy = ({ millisecondsLeft }: Count): DomainError =>
  rateLimited(Math.max(1, Math.ceil(millisecondsLeft / 1000)));
