import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { addressBlock, clientAddress } from '../../../platform/http/client-address.js';
import type { Person } from '../../../kernel/principal.js';
import type { SignedInCaller, Visitor } from '../application/sign-in-result.js';
import { sessionRequired } from '../domain/sign-in.errors.js';

const LONGEST_USER_AGENT = 512;

/** Where the request comes from. */
export const FromVisitor = createParamDecorator((_: unknown, context: ExecutionContext): Visitor => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const ip = clientAddress(request);
  const userAgent = (request.headers['user-agent'] ?? '').slice(0, LONGEST_USER_AGENT);
  return { ip, network: addressBlock(ip), userAgent };
});

/** @throws DomainError `auth.session-required` for credentials that stand for no session */
export function callerOf({ userId, sessionId }: Person): SignedInCaller {
  if (!sessionId) throw sessionRequired();
  return { userId, sessionId };
}
