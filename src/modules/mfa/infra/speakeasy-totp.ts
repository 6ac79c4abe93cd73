import { Injectable } from '@nestjs/common';
import speakeasy from 'speakeasy';
import type { Totp } from '../domain/totp.js';

const STEP_SECONDS = 30;
/** Steps before and after the current one: clocks are never quite right. */
const DRIFT = 1;
const CODE = /^\d{6}$/;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * speakeasy computes and compares; what it does not do is done here and in the store: codes are strings of exactly six
 * digits, secrets are 20 bytes of real randomness, and a step is accepted once.
 */
@Injectable()
export class SpeakeasyTotp implements Totp {
  secretFrom(seed: string): string {
    return base32(Buffer.from(seed, 'base64url'));
  }

  stepOf(code: unknown, secret: string, now: Date): number | null {
    if (typeof code !== 'string' || !CODE.test(code)) return null;
    const time = Math.floor(now.getTime() / 1000);
    const found = speakeasy.totp.verifyDelta({
      secret,
      encoding: 'base32',
      token: code,
      window: DRIFT,
      step: STEP_SECONDS,
      time,
    });
    return found ? Math.floor(time / STEP_SECONDS) + found.delta : null;
  }

  keyUri(secret: string, issuer: string, account: string): string {
    const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
    return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=30`;
  }
}

/** RFC 4648 §6, without padding: 20 bytes need none. */
function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{5}/g) ?? [];
  return groups.map((group) => BASE32[Number.parseInt(group, 2)]).join('');
}
