import { describe, expect, it } from 'vitest';
import { readOAuthClients, type OAuthClients } from './oauth-clients.js';

const read = (environment: Record<string, string>, production = false): OAuthClients =>
  readOAuthClients(
    Object.keys(environment),
    (name) => environment[name] ?? (environment[`${name}_FILE`] ? 'from the file' : undefined),
    production,
  );

describe('OAuth clients in the environment', () => {
  it('are known by their prefix', () => {
    const clients = read({
      GOOGLE_CLIENT_ID: 'g',
      GOOGLE_CLIENT_SECRET: 's',
      CONNECT_GOOGLE_DRIVE_CLIENT_ID: 'd',
      CONNECT_GOOGLE_DRIVE_CLIENT_SECRET_FILE: '/run/secrets/drive',
      OIDC_BIG_CORP_ISSUER: 'https://id.big.example',
      OIDC_BIG_CORP_CLIENT_ID: 'b',
      OIDC_BIG_CORP_CLIENT_SECRET: 'c',
      PATH: '/bin',
    });
    expect([...clients]).toEqual([
      ['GOOGLE', { clientId: 'g', clientSecret: 's' }],
      ['CONNECT_GOOGLE_DRIVE', { clientId: 'd', clientSecret: 'from the file' }],
      ['OIDC_BIG_CORP', { issuer: 'https://id.big.example', clientId: 'b', clientSecret: 'c' }],
    ]);
  });

  it.each([
    [{ GOOGLE_CLIENT_ID: 'g' }, 'GOOGLE_CLIENT_SECRET is missing'],
    [{ OIDC_ACME_CLIENT_ID: 'a', OIDC_ACME_CLIENT_SECRET: 's' }, 'OIDC_ACME_ISSUER is missing'],
    [
      { CONNECT_SLACK_CLIENT_ID: 'a', CONNECT_SLACK_CLIENT_SECRET: 's', CONNECT_SLACK_TOKEN_URL: 'slack' },
      'CONNECT_SLACK_TOKEN_URL must be an http(s) URL',
    ],
  ])('%j are refused: %s', (environment, problem) => {
    expect(() => read(environment)).toThrow(problem);
  });

  it.each([
    ['GOOGLE_TOKEN_URL', 'https://elsewhere.example/token', 'is for stand-ins and refused in production'],
    ['OIDC_ACME_ISSUER', 'http://id.example', 'must be an https:// URL'],
  ])('%s=%s %s', (name, value, problem) => {
    const client = { [name.replace(/_[A-Z]+_URL$|_ISSUER$/, '_CLIENT_ID')]: 'a' };
    expect(() => read({ ...client, [name]: value }, true)).toThrow(`${name} ${problem}`);
  });

  it('are not made of what a build server sets for itself', () => {
    expect([...read({ GITHUB_API_URL: 'https://api.github.com' }, true)]).toEqual([]);
  });

  it('read no other file that somebody happens to name', () => {
    const asked: string[] = [];
    readOAuthClients(['SSL_CERT_FILE', 'TOOL_CONFIG_FILE', 'PATH'], (name) => void asked.push(name), false);
    expect(asked).toEqual([]);
  });
});
