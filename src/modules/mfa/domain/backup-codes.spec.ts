import { describe, expect, it } from 'vitest';
import { BACKUP_CODE_BYTES, backupCodeFrom, readBackupCode, writeBackupCode } from './backup-codes.js';

const code = backupCodeFrom(Uint8Array.from({ length: BACKUP_CODE_BYTES }, (_, index) => index * 21));

describe('backup codes', () => {
  it('are read back as they were written', () => {
    const text = writeBackupCode(code);
    expect(text).toMatch(/^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$/);
    expect(readBackupCode(text)).toEqual(code);
  });

  it.each([
    [(text: string) => text.toUpperCase()],
    [(text: string) => text.replaceAll('-', '')],
    [(text: string) => `  ${text.replaceAll('-', ' ')}\t`],
    [(text: string) => text.replaceAll('0', 'O').replaceAll('1', 'l')],
  ])('forgive how they are typed: %s', (type) => {
    expect(readBackupCode(type(writeBackupCode(code)))).toEqual(code);
  });

  it.each(['', 'abcd-efgh', 'abcd-efgh-jkmn-p', 'abcd-efgh-jkmu', 'абвг-efgh-jkmn', 'x'.repeat(100_000)])(
    'know what cannot be one: %#',
    (text) => {
      expect(readBackupCode(text)).toBeNull();
    },
  );

  it('use every letter equally often', () => {
    const seen = new Map<string, number>();
    for (let byte = 0; byte < 256; byte += 1) {
      const letter = backupCodeFrom(new Uint8Array(BACKUP_CODE_BYTES).fill(byte)).selector[0]!;
      seen.set(letter, (seen.get(letter) ?? 0) + 1);
    }
    expect([...new Set(seen.values())]).toEqual([8]);
    expect(seen.size).toBe(32);
  });
});
