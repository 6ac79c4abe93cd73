// Every string that enters is well-formed, NUL-free and NFC: two spellings of one address must not be two accounts,
// PostgreSQL refuses NUL, and a lone surrogate becomes U+FFFD on the way, so that different inputs would collide.
import { requestBodyMalformed, requestTextInvalid } from './http.errors.js';

// eslint-disable-next-line no-control-regex -- NUL is the subject
const FORBIDDEN = /[\u0000\p{Surrogate}]/u;
// eslint-disable-next-line no-control-regex -- the ASCII range
const ASCII = /^[\u0001-\u007f]*$/;

/** Deeper than any documented body; keeps recursive code (ours and the validator's) far from the stack's end. */
const MAX_DEPTH = 32;

/** @throws DomainError `request.invalid-text` */
export function cleanText(text: string): string {
  if (ASCII.test(text)) return text;
  if (FORBIDDEN.test(text)) throw requestTextInvalid();
  return text.normalize('NFC');
}

/**
 * Cleans every string in parsed JSON, keys too, in place.
 * @throws DomainError when a string is not clean or the nesting is absurd
 */
export function cleanValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) throw requestBodyMalformed('The body is nested too deeply.');
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) value[index] = cleanValue(value[index], depth + 1);
    return value;
  }
  return cleanMembers(value as Record<string, unknown>, depth);
}

function cleanMembers(object: Record<string, unknown>, depth: number): Record<string, unknown> {
  for (const name of Object.keys(object)) {
    const cleanName = cleanText(name);
    const cleaned = cleanValue(object[name], depth + 1);
    if (cleanName !== name) delete object[name];
    object[cleanName] = cleaned;
  }
  return object;
}

/**
 * What follows the path's percent-encoding, before anything interprets it.
 * @throws DomainError when it does not decode to clean text
 */
export function refuseUncleanUrl(url: string): void {
  let decoded: string;
  try {
    decoded = decodeURIComponent(url);
  } catch {
    throw requestTextInvalid();
  }
  if (FORBIDDEN.test(decoded)) throw requestTextInvalid();
}
