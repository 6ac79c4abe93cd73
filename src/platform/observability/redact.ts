// What must never reach a log: secrets, credentials, mail addresses, and control characters that forge lines.

const REDACTED = '[redacted]';
const MAX_TEXT = 4096;
const MAX_DEPTH = 6;
const MAX_ITEMS = 50;

const SECRET_NAME =
  /pass(word|phrase|code)|secret|token|cookie|authori[sz]ation|credential|assertion|attestation|api-?key|private-?key|^(code|otp|dsn|pepper)$/i;

/** Order matters: the widest shapes first. Every quantifier is bounded, so a long line costs linear time. */
const SECRET_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\b(?:Bearer|Basic) [\w.~+/=-]{4,4096}/gi, REDACTED],
  [/\beyJ[\w-]{5,4096}\.[\w-]{5,4096}(?:\.[\w-]{0,4096})?/g, REDACTED],
  [/\b(?:pat|sk|sr)_[\w-]{6,512}/g, REDACTED],
  [/(:\/\/)[^\s:@/]{0,128}:[^\s@/]{1,256}@/g, `$1${REDACTED}@`],
  [/((?:token|password|secret|code|sallyport)=)[^\s&;"']{1,4096}/gi, `$1${REDACTED}`],
  [/[^\s@<>"'(),:;=[\]/\\]{1,64}@[^\s@<>"'(),:;=[\]/\\]{1,255}/g, '[mail address]'],
];

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/** One line of text that is safe to log. */
export function redactText(text: string): string {
  let safe = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  for (const [pattern, replacement] of SECRET_TEXT) safe = safe.replace(pattern, replacement);
  return safe.replace(CONTROL, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A copy of any value that is safe to log. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function')
    return redactText(String(value));
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return describeError(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${String(value.byteLength)} bytes]`;
  if (depth >= MAX_DEPTH) return '[deeper]';
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1));
  return redactMembers(value, depth);
}

function redactMembers(object: object, depth: number): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(object).slice(0, MAX_ITEMS))
    safe[redactText(name)] =
      SECRET_NAME.test(name) && member !== null && member !== undefined
        ? REDACTED
        : redact(member, depth + 1);
  return safe;
}

/**
 * An error as type, message and the frames of its stack. The first lines of a stack repeat the message, which
 * may hold what somebody typed, so only real frames are kept.
 */
export function describeError(error: Error, depth = 0): Record<string, unknown> {
  const { code } = error as Error & { code?: unknown };
  return {
    type: error.name,
    message: redactText(error.message),
    ...(typeof code === 'string' && { code: redactText(code) }),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .map((line) => redactText(line))
      .join('\n'),
    ...(error.cause !== undefined && depth < MAX_DEPTH && { cause: redact(error.cause, depth + 1) }),
  };
}
