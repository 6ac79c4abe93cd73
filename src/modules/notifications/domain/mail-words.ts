const MAX_LENGTH = 200;
const MAX_NAME_LENGTH = 64;
/** Line ends and other controls (header injection), and marks that turn text around (spoofing). */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
/** Registration mails whose "name" is an advertisement are a known way to send spam through others. */
const LOOKS_LIKE_A_LINK = /[/\\@:]|\S\.\p{L}{2}/u;
/** Words under these keys are names that people chose. */
const NAMES: readonly string[] = ['name', 'tenant', 'inviter'];
const WEB_LINK = /^https?:\/\/[^\s"'<>\\]{1,2000}$/;

type Words = Readonly<Record<string, string | number | Date>>;

/** Makes text that people chose fit for a mail: one line, no controls, not endless. */
export function plainLine(text: string): string {
  return text.slice(0, MAX_LENGTH).replace(INVISIBLE, ' ').trim();
}

/** A name to greet somebody by; empty when it is more than a name. */
export function greetingName(name: string): string {
  const line = plainLine(name).slice(0, MAX_NAME_LENGTH).trim();
  return LOOKS_LIKE_A_LINK.test(line) ? '' : line;
}

/** @throws Error when a caller built a link that is not a web address */
export function mailWords(data: Words): Record<string, string | number> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, word(key, value)]));
}

function word(key: string, value: string | number | Date): string | number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return value.toISOString();
  if (NAMES.includes(key)) return greetingName(value);
  if (key !== 'link') return plainLine(value);
  if (!WEB_LINK.test(value)) throw new Error('a mail link must be an http(s) address');
  return value;
}
