// Every string that enters is well-formed, NUL-free and NFC: two spellings of one address must not be two accounts,
// PostgreSQL refuses NUL, and a lone surrogate becomes U+FFFD on the way, so that different inputs would collide.
import { requestBodyMalformed, requestTextInvalid } from './http.errors.js';

const FORBIDDEN = /[\u0000\p{Surrogate}]/u;
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
 * A copy of parsed JSON in which every string is clean, keys too.
 * @throws DomainError when a string is not clean or the nesting is absurd
 */
export function cleanValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) throw tooDeep();
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, depth + 1));
  const clean: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) clean[cleanText(name)] = cleanValue(member, depth + 1);
  return clean;
}

/**
 * As `cleanValue`, for a body that was parsed from `text`. What is ASCII and escapes no character is clean as it
 * stands: large bodies, such as many questions at once, need no copy.
 */
export function cleanBody(text: string, parsed: object): unknown {
  if (!ASCII.test(text) || text.includes('\\u')) return cleanValue(parsed);
  refuseDeep(parsed);
  return parsed;
}

function refuseDeep(value: unknown, depth = 0): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth >= MAX_DEPTH) throw tooDeep();
  for (const member of Object.values(value)) refuseDeep(member, depth + 1);
}

const tooDeep = () => requestBodyMalformed('The body is nested too deeply.');

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
