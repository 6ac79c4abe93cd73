import { DomainError, type FieldError } from '../../../kernel/domain-error.js';

export type PasswordField = 'password' | 'newPassword';

export const passwordRefused = (errors: readonly FieldError[]) =>
  new DomainError({
    kind: 'invalid',
    code: 'identity.password-refused',
    publicMessage: 'This password cannot be used.',
    errors,
  });

export const passwordTooShort = (path: PasswordField, minLength: number): FieldError => ({
  path,
  code: 'password.too-short',
  message: `Use at least ${String(minLength)} characters; a few unrelated words are easy to remember.`,
});

export const passwordTooLong = (path: PasswordField, maxLength: number): FieldError => ({
  path,
  code: 'password.too-long',
  message: `Use at most ${String(maxLength)} characters.`,
});

export const passwordCommon = (path: PasswordField): FieldError => ({
  path,
  code: 'password.common',
  message: 'This password is among the first that anyone would try.',
});

export const passwordOwnWords = (path: PasswordField): FieldError => ({
  path,
  code: 'password.own-words',
  message: 'This password is built on your name, your address or the name of this service.',
});

export const passwordReused = (path: PasswordField) =>
  passwordRefused([
    { path, code: 'password.reused', message: 'You have used this password before. Choose another.' },
  ]);
