import { describe, expect, it } from 'vitest';
import { ownWordsOf } from '../domain/password-rules.js';
import { ZxcvbnGuessability } from './zxcvbn-guessability.js';

describe('ZxcvbnGuessability', () => {
  const guessability = new ZxcvbnGuessability();
  const ownWords = ownWordsOf({ email: 'jane.doe@example.com', name: 'Jane Doe', affiliations: ['Acme'] });

  it.each([
    'passwordpassword1',
    'qwertyuiopasdfgh',
    'Password12345678',
    'P@ssw0rd!P@ssw0rd!',
    'abcdefghijklmnopqrst',
    '123456789012345',
    'summer2024summer',
    'iloveyouforever1',
    'a'.repeat(64),
  ])('refuses the common %j', (password) => {
    expect(guessability.assess(password, ownWords)).toBe('common');
  });

  it.each([
    'janedoejanedoe1!',
    'j4n3d03j4n3d03123',
    'Jane-Doe-Acme-1990',
    'sallyport12345678',
    'jane.doe@example.com',
  ])('refuses %j, built on own words', (password) => {
    expect(guessability.assess(password, ownWords)).toBe('own-words');
  });

  it.each([
    'stapler quantum velvet harbor',
    'abandon-rocket-velvet',
    'k3J9x!qLw02mZpRt',
    'vK8#pq2Z',
    'jane likes ripe mangoes at dusk',
    'constructor toString valueOf',
    '日本語の長い合言葉です雨の日曜日',
  ])('accepts %j', (password) => {
    expect(guessability.assess(password, ownWords)).toBe('fine');
  });

  it('answers for any input, however long', () => {
    const words = Array<string>(1000).fill('4e$'.repeat(1000));
    for (const bait of ['4@310$5', 'p@$$w0rd', '1.1.1991', 'jane', '😀', '\\/\\/'])
      expect(['common', 'own-words', 'fine']).toContain(guessability.assess(bait.repeat(20_000), words));
  });

  it('judges the beginning only, which errs on the safe side', () => {
    expect(guessability.assess(`${'a'.repeat(48)}k3J9x!qLw02mZpRt`, ownWords)).toBe('common');
  });
});
