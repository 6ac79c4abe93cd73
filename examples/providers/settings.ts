import type { PlayedProvider } from './played-provider.js';

/** The settings that point the service at a stand-in. */
export function environmentOf({
  standIn,
  url,
  clientId,
  clientSecret,
}: PlayedProvider): Record<string, string> {
  const { paths, settings } = standIn;
  const at = (path: string): string =>
    url + path.replace('{tenant}', paths.tenant ?? 'common').replace('{client_id}', clientId);
  return {
    [`${settings}_CLIENT_ID`]: clientId,
    [`${settings}_CLIENT_SECRET`]: clientSecret,
    [`${settings}_AUTHORIZE_URL`]: at(paths.authorize),
    [`${settings}_TOKEN_URL`]: at(paths.token),
    ...(paths.revoke !== undefined && { [`${settings}_REVOKE_URL`]: at(paths.revoke) }),
    [`${settings}_API_URL`]: at(paths.api ?? ''),
    ...(paths.issuer !== undefined && { [`${settings}_ISSUER`]: at(paths.issuer) }),
  };
}
