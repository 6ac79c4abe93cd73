import { describe, expect, it } from 'vitest';
import { FakeDigest, FakeRandom } from '../../../../test/support/fakes.js';
import {
  formatRefreshToken,
  parseRefreshToken,
  REFRESH_SALT_BYTES,
  type RefreshToken,
} from './refresh-token.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const digest = new FakeDigest();
const random = new FakeRandom();
const token: RefreshToken = {
  sessionId: random.id(),
  generation: 41,
  salt: random.token(REFRESH_SALT_BYTES),
};
const text = formatRefreshToken(digest, token);
const parse = (candidate: string) => parseRefreshToken(digest, candidate);

describe('a refresh token', () => {
  it('is read back as it was written', () => {
    expect(text).toMatch(/^sr_[\w-]{105}$/);
    expect(parse(text)).toEqual(token);
  });

  it.each([0, 1, 255, 0x7fff_ffff])('carries generation %i', (generation) => {
    expect(parse(formatRefreshToken(digest, { ...token, generation }))?.generation).toBe(generation);
  });

  it('counts for nothing once a single character is another', () => {
    for (let at = 0; at < text.length; at += 1) {
      // The neighbour in the alphabet differs in the lowest bit: the one that sloppy base64 decoders drop.
      const neighbour = ALPHABET[ALPHABET.indexOf(text.charAt(at)) ^ 1]!;
      for (const other of [neighbour, text.charAt(at) === 'x' ? 'y' : 'x', '', '%'])
        expect(parse(text.slice(0, at) + other + text.slice(at + 1))).toBeNull();
    }
  });

  it('counts for nothing truncated or extended', () => {
    for (let length = 0; length < text.length; length += 1) expect(parse(text.slice(0, length))).toBeNull();
    for (const extra of ['A', '=', '\n', '\0', ' ']) {
      expect(parse(text + extra)).toBeNull();
      expect(parse(extra + text)).toBeNull();
    }
  });

  it('cannot be made for another session, generation or salt from the parts of one that is known', () => {
    const mac = text.slice(-43);
    const others = [
      { ...token, sessionId: random.id() },
      { ...token, generation: token.generation + 1 },
      { ...token, salt: random.token(REFRESH_SALT_BYTES) },
    ];
    for (const other of others) {
      const own = formatRefreshToken(digest, other);
      expect(parse(own)).toEqual(other);
      expect(parse(own.slice(0, -43) + mac)).toBeNull();
    }
  });

  it('counts for nothing when it was authenticated with another key', () => {
    class Elsewhere extends FakeDigest {
      override keyed(purpose: string, value: string): Buffer {
        return super.keyed(`${purpose} elsewhere`, value);
      }
    }
    expect(parse(formatRefreshToken(new Elsewhere(), token))).toBeNull();
  });

  it.each(['', 'sr_', 'SR_' + text.slice(3), text.toUpperCase(), `pat_${text.slice(3)}`, 'x'.repeat(1e5)])(
    'is not %.20j',
    (other) => expect(parse(other)).toBeNull(),
  );

  it('is never written with a salt of another size', () => {
    expect(() => formatRefreshToken(digest, { ...token, salt: 'short' })).toThrow('16 bytes');
  });
});
