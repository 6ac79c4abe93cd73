import type { ClientSecret } from '../../application/oauth/authenticate-client.js';
import { clientInvalid, oauthRequestInvalid } from '../../domain/oauth/oauth.errors.js';

/** The parameters of a form; each is there once, or not at all (RFC 6749, section 3.2). */
export type Form = Readonly<Record<string, unknown>>;

const SCHEME = /^(basic|bearer) +(\S+)$/i;

/**
 * How the client authenticates: `client_secret_basic`, `client_secret_post`, or its key as a bearer token.
 * @returns undefined when it does not
 * @throws DomainError `oauth.invalid-client`, `oauth.invalid-request` when it does so in two ways
 */
export function presentedClient(authorization: string | undefined, form: Form): ClientSecret | undefined {
  const { client_id: clientId, client_secret: secret } = form;
  if (authorization === undefined)
    return typeof clientId === 'string' && typeof secret === 'string' ? { clientId, secret } : undefined;
  if (secret !== undefined) throw oauthRequestInvalid('Authenticate the client in one way, not in two.');
  const [, scheme = '', credentials = ''] = SCHEME.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'bearer') return { secret: credentials };
  return fromBasic(credentials);
}

/** RFC 6749, section 2.3.1: both parts are form-encoded before they are joined. */
function fromBasic(credentials: string): ClientSecret {
  const text = Buffer.from(credentials, 'base64').toString();
  const colon = text.indexOf(':');
  if (colon < 0) throw clientInvalid();
  return { clientId: decoded(text.slice(0, colon)), secret: decoded(text.slice(colon + 1)) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    throw clientInvalid();
  }
}

/** @throws DomainError `oauth.invalid-request` when the parameter is missing */
export function required(form: Form | undefined, name: string): string {
  const value = form?.[name];
  if (typeof value !== 'string' || value === '')
    throw oauthRequestInvalid(`The parameter ${name} is missing.`);
  return value;
}

/** A list of scopes as RFC 6749, section 3.3 writes it; undefined when it is not there. */
export function scopesOf(text: unknown): readonly string[] | undefined {
  if (typeof text !== 'string') return undefined;
  const scopes = text.split(' ').filter((scope) => scope !== '');
  return scopes.length > 0 ? [...new Set(scopes)] : undefined;
}
