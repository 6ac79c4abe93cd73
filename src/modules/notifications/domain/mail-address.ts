import { mailAddressInvalid } from './notifications.errors.js';

const MAX_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;
/** No quoting, comments, groups or lists: nothing in which a second recipient or a header could hide. */
const FORM =
  /^([\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+)@[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)*$/u;

/**
 * The one address that a mail may go to.
 * @throws DomainError `mail.address-invalid` for anything else than exactly one plain address (CVE-2022-35924)
 */
export function mailAddress(text: string): string {
  const match = text.length <= MAX_LENGTH ? FORM.exec(text) : null;
  if (!match || match[1]!.length > MAX_LOCAL_LENGTH) throw mailAddressInvalid();
  return text;
}
