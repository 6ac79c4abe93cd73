import type { OAuthClient } from '../../../../platform/config/oauth-clients.js';
import type { OutgoingRequest } from '../../../../platform/outgoing/outgoing-http.js';
import type { ConnectionTokens } from '../../domain/connections/connection.js';
import type { ConfiguredProvider } from '../../domain/connections/provider-client.js';
import type { Revocation } from '../../domain/providers/provider.js';

type Secrets = Pick<OAuthClient, 'clientId' | 'clientSecret'>;
type Fields = Readonly<Record<string, string>>;

/** RFC 6749, 4.1.3 and 6. @param grant the fields of the grant */
export function tokenRequest(
  { provider: { tokens }, endpoints }: ConfiguredProvider,
  client: Secrets,
  grant: Fields,
): OutgoingRequest {
  const { clientAuth, body, headers } = tokens;
  const fields = clientAuth === 'post' ? { ...grant, ...inBody(client) } : grant;
  return {
    method: 'POST',
    url: endpoints.token,
    headers: {
      accept: 'application/json',
      ...headers,
      ...(clientAuth === 'basic' && basic(client)),
      ...typeOf(body),
    },
    body: written(body, fields),
  };
}

export function accountRequest(
  { provider: { account }, endpoints }: ConfiguredProvider,
  accessToken: string,
): OutgoingRequest {
  return {
    method: account.method,
    url: endpoints.api + account.path,
    headers: { accept: 'application/json', ...account.headers, ...bearer(accessToken) },
  };
}

/** @returns null where the provider has no way to revoke */
export function revocationRequest(
  { provider: { revocation }, endpoints }: ConfiguredProvider,
  client: Secrets,
  tokens: ConnectionTokens,
): OutgoingRequest | null {
  if (!revocation || !endpoints.revoke) return null;
  const token = (revocation.token === 'refresh' ? tokens.refreshToken : null) ?? tokens.accessToken;
  const { method, auth, body, field, headers } = revocation;
  const fields = { ...(field && { [field]: token }), ...(auth === 'post' && inBody(client)) };
  return {
    method,
    url: endpoints.revoke,
    headers: {
      accept: 'application/json',
      ...headers,
      ...credential(revocation, client, token),
      ...typeOf(body),
    },
    ...(body !== 'none' && { body: written(body, fields) }),
  };
}

function credential({ auth }: Revocation, client: Secrets, token: string): Fields {
  if (auth === 'bearer') return bearer(token);
  return auth === 'basic' ? basic(client) : {};
}

const inBody = ({ clientId, clientSecret }: Secrets): Fields => ({
  client_id: clientId,
  client_secret: clientSecret,
});

const bearer = (token: string): Fields => ({ authorization: `Bearer ${token}` });

/** RFC 6749, 2.3.1: both are form-encoded before they are put together. */
function basic({ clientId, clientSecret }: Secrets): Fields {
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function typeOf(body: Revocation['body']): Fields {
  if (body === 'none') return {};
  return { 'content-type': body === 'json' ? 'application/json' : 'application/x-www-form-urlencoded' };
}

const written = (body: Revocation['body'], fields: Fields): string =>
  body === 'json' ? JSON.stringify(fields) : new URLSearchParams(fields).toString();
