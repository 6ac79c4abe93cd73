const DIGITS = 8;
const FORM = /^\d{8}$/;
/** The largest multiple of 10^8 below 2^48: what is above would favour small codes. */
const UNBIASED = 2 ** 48 - (2 ** 48 % 10 ** DIGITS);

export const EMAIL_CODE_BYTES = 6;

export const isEmailCode = (text: string): boolean => FORM.test(text);

/** @param bytes six random ones @returns null for the few that would make a code likelier than others: draw again */
export function emailCodeFrom(bytes: Uint8Array): string | null {
  const drawn = bytes.reduce((number, byte) => number * 256 + byte, 0);
  return drawn < UNBIASED ? String(drawn % 10 ** DIGITS).padStart(DIGITS, '0') : null;
}
