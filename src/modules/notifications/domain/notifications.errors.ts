import { DomainError } from '../../../kernel/domain-error.js';

export function mailAddressInvalid(): DomainError {
  return new DomainError({
    kind: 'invalid',
    code: 'mail.address-invalid',
    publicMessage: 'This is not an e-mail address that mail can be sent to.',
  });
}
