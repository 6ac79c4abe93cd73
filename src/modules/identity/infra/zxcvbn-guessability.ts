import { Injectable } from '@nestjs/common';
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { Guessability, type GuessabilityVerdict } from '../domain/guessability.js';

/**
 * The estimator grants about 10^8 guesses to any three known pieces in a row (`summer2024summer`), so ten
 * times that is asked for: three unrelated words from a list are worth 10^12 and more.
 */
const ENOUGH_GUESSES_LOG10 = 9;
/** Short random passwords, where an operator allows them, must still pass: they are worth 10^length. */
const GRACE_LOG10 = 2;

/** The estimate is quadratic in the length: judging only the beginning errs on the safe side, in milliseconds. */
const JUDGED_CHARACTERS = 48;
const L33T_VARIANTS = 10;
/** Enough to find own words anywhere in the longest password that is accepted. */
const SEARCHED_CHARACTERS = 512;
const MOST_OWN_WORDS = 32;

let shared: ZxcvbnFactory | undefined;

/** One for the process: to rank its words takes a tenth of a second. */
function estimator(): ZxcvbnFactory {
  return (shared ??= new ZxcvbnFactory({
    dictionary,
    graphs: adjacencyGraphs,
    maxLength: JUDGED_CHARACTERS,
    l33tMaxSubstitutions: L33T_VARIANTS,
  }));
}

/** zxcvbn with its shipped list of 49,000 leaked passwords, a list of common words, and keyboard patterns. */
@Injectable()
export class ZxcvbnGuessability extends Guessability {
  private readonly zxcvbn = estimator();

  assess(password: string, ownWords: readonly string[]): GuessabilityVerdict {
    const searched = password.slice(0, SEARCHED_CHARACTERS);
    const enough = Math.min(ENOUGH_GUESSES_LOG10, searched.length - GRACE_LOG10);
    if (this.guessesLog10(searched, []) < enough) return 'common';
    const words = ownWords
      .slice(0, MOST_OWN_WORDS)
      .map((word) => word.slice(0, JUDGED_CHARACTERS).toLowerCase());
    // What remains is judged with the own words known, to find them in l33t spelling or backwards too.
    return this.guessesLog10(without(words, searched), words) < enough ? 'own-words' : 'fine';
  }

  private guessesLog10(text: string, words: string[]): number {
    return text === '' ? 0 : this.zxcvbn.check(text, words).guessesLog10;
  }
}

function without(words: readonly string[], password: string): string {
  const longestFirst = [...words].filter((word) => word !== '').sort((a, b) => b.length - a.length);
  return longestFirst.reduce((rest, word) => rest.replaceAll(word, ''), password.toLowerCase());
}
