import type { FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { CredentialStrategies } from '../../../platform/http/credential-strategies.js';
import type { AuthenticateAccessToken } from '../application/authenticate-access-token.js';
import { BearerStrategy } from './bearer.strategy.js';

describe('BearerStrategy', () => {
  const strategies = new CredentialStrategies();
  const nobody = { execute: async () => null } as unknown as AuthenticateAccessToken;
  const reader = new BearerStrategy(strategies, nobody);
  const find = (authorization?: string) => reader.find({ headers: { authorization } } as FastifyRequest);

  it('registers itself', () => {
    reader.onModuleInit();
    expect(strategies.all).toEqual([reader]);
  });

  it.each([
    ['Bearer abc.def', 'abc.def'],
    ['bearer   abc', 'abc'],
    ['BEARER abc', 'abc'],
  ])('finds the token in %j', (header, token) => expect(find(header)).toBe(token));

  it('finds none where there is no such header', () => expect(find()).toBeUndefined());

  it.each(['', 'Bearer', 'Bearer ', 'Bearer a b', 'Basic YTpi', 'abc'])(
    'takes %j for a credential, one that counts for nothing',
    (header) => expect(find(header)).toBe(''),
  );
});
