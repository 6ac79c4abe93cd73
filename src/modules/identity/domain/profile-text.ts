import { profileNameEmpty, profileTextTooLong } from './identity.errors.js';
import type { Markup } from './markup.js';

/** What is stored is longer than what was typed: escaping makes five characters of one. */
const LONGEST_NAME = 200;
const LONGEST_BIO = 4000;

/** @throws DomainError `request.invalid` when nothing is left, or more than can be kept */
export function nameFrom(text: string, markup: Markup): string {
  const name = markup.plain(text);
  if (name === '') throw profileNameEmpty();
  return atMost(LONGEST_NAME, name, 'name');
}

/** @throws DomainError `request.invalid` when more is left than can be kept */
export function bioFrom(text: string, markup: Markup): string {
  return atMost(LONGEST_BIO, markup.rich(text), 'bio');
}

function atMost(longest: number, text: string, path: 'name' | 'bio'): string {
  if (text.length > longest) throw profileTextTooLong(path, longest);
  return text;
}
