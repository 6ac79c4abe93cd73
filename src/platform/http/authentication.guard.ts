// Who is asking: exactly one credential per request, verified by the module that issued it.
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../kernel/principal.js';
import { authenticationRequired, credentialInvalid } from './access.errors.js';
import { CredentialReaders, type CredentialReader } from './credential-readers.js';
import { twoCredentials } from './http.errors.js';
import { routePolicy } from './route-policy.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** How the credential of an authenticated request travelled. */
    credentialTransport?: CredentialReader['transport'];
  }
}

@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(private readonly readers: CredentialReaders) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (routePolicy(context).public) return true;
    const request = context.getArgByIndex<FastifyRequest>(0);
    let reader: CredentialReader | undefined;
    let credential = '';
    for (const candidate of this.readers.all) {
      const found = candidate.find(request);
      if (found === undefined) continue;
      if (reader) throw twoCredentials();
      reader = candidate;
      credential = found;
    }
    if (!reader)
      throw request.headers.authorization === undefined ? authenticationRequired() : credentialInvalid();
    const { transport } = reader;
    const principal = reader.authenticate(credential);
    return principal instanceof Promise
      ? principal.then((known) => accept(request, known, transport))
      : accept(request, principal, transport);
  }
}

function accept(
  request: FastifyRequest,
  principal: Principal | null,
  transport: CredentialReader['transport'],
): true {
  if (!principal) throw credentialInvalid();
  request.principal = principal;
  request.credentialTransport = transport;
  request.facts.principal = principal;
  return true;
}
