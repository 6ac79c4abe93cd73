import { describe, expect, it } from 'vitest';
import { FakeRandom } from '../../../../test/support/fakes.js';
import { Config } from '../../../platform/config/config.js';
import { defaultSettings } from '../../../platform/config/load-config.js';
import { NodeDigest } from '../../../platform/crypto/node-digest.js';
import { hashOfOpaqueToken, mintOpaqueToken } from './opaque-token.js';

const digest = new NodeDigest(new Config(defaultSettings(), []));
const random = new FakeRandom();

describe('an opaque token', () => {
  it('has the documented form and is shown masked', () => {
    const { text, display } = mintOpaqueToken('pat_', random, digest);
    expect(text).toMatch(/^pat_[\w-]{43}[0-9a-z]{7}$/);
    expect(display).toBe(`${text.slice(0, 7)}…${text.slice(-3)}`);
  });

  it('is found again by its hash', () => {
    const { text, hash } = mintOpaqueToken('sk_', random, digest);
    expect(hashOfOpaqueToken('sk_', text, digest)).toEqual(hash);
  });

  it('is never the same twice', () => {
    const texts = Array.from({ length: 100 }, () => mintOpaqueToken('pat_', random, digest).text);
    expect(new Set(texts).size).toBe(100);
  });

  it('is refused by its checksum when any character is another', () => {
    const { text } = mintOpaqueToken('pat_', random, digest);
    for (let at = 4; at < text.length; at += 1) {
      const other = text.charAt(at) === 'a' ? 'b' : 'a';
      expect(hashOfOpaqueToken('pat_', text.slice(0, at) + other + text.slice(at + 1), digest)).toBeNull();
    }
  });

  it.each(['', 'pat_', 'sk_', 'pat_short', 'x'.repeat(100_000)])('is not %.20j', (text) =>
    expect(hashOfOpaqueToken('pat_', text, digest)).toBeNull(),
  );

  it('is not one of another kind, truncated or extended', () => {
    const { text } = mintOpaqueToken('pat_', random, digest);
    for (const other of [`sk_${text.slice(4)}`, text.slice(0, -1), `${text}a`, ` ${text}`, `${text}\n`]) {
      expect(hashOfOpaqueToken('pat_', other, digest)).toBeNull();
      expect(hashOfOpaqueToken('sk_', other, digest)).toBeNull();
    }
  });
});
