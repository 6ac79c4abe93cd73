/**
 * - `common`: made of passwords, words or patterns that guessers try first
 * - `own-words`: what is left without the account's own words would not stand alone
 */
export type GuessabilityVerdict = 'common' | 'own-words' | 'fine';

/** How soon would somebody guess this password who knows whose it is? Any input, however long, is answered quickly. */
export abstract class Guessability {
  /** @param ownWords words an attacker associates with the account: names, address, product, tenant */
  abstract assess(password: string, ownWords: readonly string[]): GuessabilityVerdict;
}
