import { describe, expect, it } from 'vitest';
import { Config, type EncryptionKey } from '../config/config.js';
import { defaultSettings } from '../config/load-config.js';
import { Sealer } from './sealer.js';
import { Unsealable } from './unsealable.js';

const key = (id: string, byte: number): EncryptionKey => ({ id, secret: Buffer.alloc(32, byte) });
const sealerWith = (...keys: EncryptionKey[]) => new Sealer(new Config(defaultSettings(), keys));

const [k1, k2] = [key('k1', 1), key('k2', 2)];
const reasonOf = (open: () => string) => {
  try {
    open();
  } catch (error) {
    if (error instanceof Unsealable) return error.reason;
    throw error;
  }
  return 'it opened';
};

describe('Sealer', () => {
  it('opens what any configured key has sealed, in its place only', () => {
    const sealed = sealerWith(k1).seal('grüße', 'here');
    expect(sealerWith(k2, k1).open(sealed, 'here')).toBe('grüße');
    expect(reasonOf(() => sealerWith(k1).open(sealed, 'there'))).toBe('tampered');
    expect(reasonOf(() => sealerWith(k2).open(sealed, 'here'))).toBe('unknown-key');
    expect(reasonOf(() => sealerWith(key('k1', 9)).open(sealed, 'here'))).toBe('tampered');
  });

  it('seals the same differently each time', () => {
    const sealer = sealerWith(k1);
    expect(sealer.seal('a', 'here').equals(sealer.seal('a', 'here'))).toBe(false);
  });

  it('opens nothing of which a bit was changed or a byte is missing', () => {
    const sealer = sealerWith(k1);
    const sealed = sealer.seal('a', 'here');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(['tampered', 'unknown-key']).toContain(reasonOf(() => sealer.open(changed, 'here')));
    }
    for (let length = 0; length < sealed.length; length += 1)
      expect(['tampered', 'unknown-key']).toContain(
        reasonOf(() => sealer.open(sealed.subarray(0, length), 'here')),
      );
  });
});
