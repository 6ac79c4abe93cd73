import { createHmac, hash, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Digest } from '../../kernel/digest.js';
import { Config } from '../config/config.js';

@Injectable()
export class NodeDigest implements Digest {
  private readonly keys = new Map<string, Buffer>();

  constructor(private readonly config: Config) {}

  sha256(secret: string): Buffer {
    return hash('sha256', secret, 'buffer');
  }

  keyed(purpose: string, value: string): Buffer {
    return createHmac('sha256', this.keyFor(purpose)).update(value).digest();
  }

  same(a: string, b: string): boolean {
    const [left, right] = [Buffer.from(a), Buffer.from(b)];
    return left.length === right.length && timingSafeEqual(left, right);
  }

  /** Derived from the oldest key, which rotation keeps in last place, so digests survive a rotation. */
  private keyFor(purpose: string): Buffer {
    const known = this.keys.get(purpose);
    if (known) return known;
    const secret = this.config.encryptionKeys.at(-1)!.secret;
    const key = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `digest:${purpose}`, 32));
    this.keys.set(purpose, key);
    return key;
  }
}
