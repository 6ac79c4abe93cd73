import type { JsonObject } from './provider.js';

/** Reading answers whose shape nobody guarantees. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectIn = (body: JsonObject | null, name: string): JsonObject | null => {
  const value = body?.[name];
  return isObject(value) ? value : null;
};

/** @returns null for anything but a text that says something */
export const textIn = (body: JsonObject | null, name: string): string | null => {
  const value = body?.[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

/** What a table says of a word somebody else chose: `constructor` and the like are in no table. */
export const wordIn = <T>(table: Readonly<Record<string, T>>, word: string | null): T | null =>
  word !== null && Object.hasOwn(table, word) ? table[word]! : null;

/** An id: some providers write it as a number. */
export const idIn = (body: JsonObject | null, name: string): string | null => {
  const value = body?.[name];
  return typeof value === 'number' ? String(value) : textIn(body, name);
};

/** Ten years: what is said to last longer may be written in milliseconds, or lie beyond what a date can be. */
const MOST_SECONDS = 10 * 366 * 24 * 60 * 60;

/** Seconds, as a number or in digits; never less than none. @returns null for anything else */
export const secondsIn = (body: JsonObject | null, name: string): number | null => {
  const value = body?.[name];
  const seconds = typeof value === 'number' ? value : Number.parseFloat(textIn(body, name) ?? '');
  return Number.isNaN(seconds) ? null : Math.min(Math.max(0, Math.floor(seconds)), MOST_SECONDS);
};
