import { describe, expect, it } from 'vitest';
import { Guessability, type GuessabilityVerdict } from './guessability.js';
import { passwordRefused } from './password.errors.js';
import { checkPassword, ownWordsOf } from './password-rules.js';

class FixedGuessability extends Guessability {
  readonly asked: string[] = [];

  constructor(private readonly verdict: GuessabilityVerdict = 'fine') {
    super();
  }

  assess(password: string): GuessabilityVerdict {
    this.asked.push(password);
    return this.verdict;
  }
}

const rules = (guessability: Guessability, minLength = 15) => ({ minLength, ownWords: [], guessability });
const codes = (password: string, guessability: Guessability = new FixedGuessability(), minLength?: number) =>
  checkPassword(password, rules(guessability, minLength)).map(({ code }) => code);

describe('checkPassword', () => {
  it('asks for the configured length, counted in code points', () => {
    expect(codes('é'.repeat(14))).toEqual(['password.too-short']);
    expect(codes('é'.repeat(15))).toEqual([]);
    expect(codes('😀'.repeat(14))).toEqual(['password.too-short']);
    expect(codes('😀'.repeat(15))).toEqual([]);
  });

  it('counts after normalisation, so that two spellings of a letter are one', () => {
    expect(codes('e\u0301'.repeat(14))).toEqual(['password.too-short']);
    const guessability = new FixedGuessability();
    codes('e\u0301'.repeat(15), guessability);
    expect(guessability.asked).toEqual(['\u00e9'.repeat(15)]);
  });

  it('never goes below eight, whatever a tenant configures', () => {
    expect(codes('7777777', new FixedGuessability(), 1)).toEqual(['password.too-short']);
    expect(codes('88888888', new FixedGuessability(), 1)).toEqual([]);
  });

  it('accepts 256 code points and refuses more instead of truncating', () => {
    expect(codes('😀'.repeat(256))).toEqual([]);
    const guessability = new FixedGuessability();
    expect(codes('x'.repeat(257), guessability)).toEqual(['password.too-long']);
    expect(guessability.asked).toEqual([]);
  });

  it('asks for no kinds of characters', () => {
    expect(codes('only lower case words')).toEqual([]);
  });

  it('refuses what is easily guessed', () => {
    expect(codes('x'.repeat(20), new FixedGuessability('common'))).toEqual(['password.common']);
    expect(codes('x'.repeat(20), new FixedGuessability('own-words'))).toEqual(['password.own-words']);
  });

  it('blames the field it was asked to blame', () => {
    const errors = checkPassword('short', { ...rules(new FixedGuessability()), path: 'newPassword' });
    expect(errors).toMatchObject([{ path: 'newPassword', code: 'password.too-short' }]);
    expect(passwordRefused(errors)).toMatchObject({
      kind: 'invalid',
      code: 'identity.password-refused',
      errors,
    });
  });
});

describe('ownWordsOf', () => {
  it('takes address, name, affiliations and product apart', () => {
    const words = ownWordsOf({
      email: 'Jane.Doe@mail.example.co.uk',
      name: 'Jane van Müller',
      affiliations: ['Acme Corp'],
    });
    expect(words).toEqual(
      expect.arrayContaining([
        'jane.doe',
        'janedoe',
        'jane',
        'doe',
        'müller',
        'janevanmüller',
        'acme',
        'acmecorp',
      ]),
    );
    expect(words).toEqual(expect.arrayContaining(['mail', 'example', 'sallyport']));
    expect(words).not.toContain('uk');
  });

  it('leaves out what is too short to be a basis, and bounds the rest', () => {
    expect(ownWordsOf({ email: 'al@x.org' })).toEqual(['sallyport']);
    const name = Array.from({ length: 100 }, (_, index) => `name${String(index)}`).join(' ');
    expect(ownWordsOf({ email: 'jane@example.com', name })).toHaveLength(32);
  });
});
