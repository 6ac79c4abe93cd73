// Errors of the OAuth endpoints; `error` is what RFC 6749, section 5.2 and RFC 7009, section 2.2.1 call them.
import { DomainError } from '../../../../kernel/domain-error.js';

export const clientInvalid = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'oauth.invalid-client',
    publicMessage: 'The client is unknown or its secret is wrong, expired or revoked.',
    extensions: { error: 'invalid_client' },
  });

export const oauthRequestInvalid = (publicMessage: string) =>
  new DomainError({
    kind: 'invalid',
    code: 'oauth.invalid-request',
    publicMessage,
    extensions: { error: 'invalid_request' },
  });

export const grantTypeUnsupported = () =>
  new DomainError({
    kind: 'invalid',
    code: 'oauth.unsupported-grant-type',
    publicMessage: 'The only grant here is client_credentials.',
    extensions: { error: 'unsupported_grant_type' },
  });

export const scopeInvalid = (scopes: readonly string[]) =>
  new DomainError({
    kind: 'invalid',
    code: 'oauth.invalid-scope',
    publicMessage: `The client does not hold ${scopes.join(' ')}.`,
    extensions: { error: 'invalid_scope' },
  });

export const tokenTypeUnsupported = () =>
  new DomainError({
    kind: 'invalid',
    code: 'oauth.unsupported-token-type',
    publicMessage:
      'This access token cannot be revoked alone; it expires in a few minutes, or with its key or session.',
    extensions: { error: 'unsupported_token_type' },
  });

export const clientUnauthorized = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'oauth.unauthorized-client',
    publicMessage: 'The client needs the permission token:introspect.',
    extensions: { error: 'unauthorized_client' },
  });

export const sessionNeeded = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'oauth.session-cookie-needed',
    publicMessage: 'Only a session cookie can be exchanged for a token; send it instead of the token.',
  });
