import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../../kernel/principal.js';
import { CredentialReaders, type CredentialReader } from '../../../platform/http/credential-readers.js';
import { AuthenticateAccessToken } from '../application/authenticate-access-token.js';

const BEARER = /^bearer +(\S+)$/i;

@Injectable()
export class AccessTokenReader implements CredentialReader, OnModuleInit {
  readonly transport = 'bearer';

  constructor(
    private readonly readers: CredentialReaders,
    private readonly authenticateToken: AuthenticateAccessToken,
  ) {}

  onModuleInit(): void {
    this.readers.register(this);
  }

  /** Any Authorization header is a credential, also one that we cannot read: it must not pass unnoticed. */
  find({ headers }: FastifyRequest): string | undefined {
    const { authorization } = headers;
    return authorization === undefined ? undefined : (BEARER.exec(authorization)?.[1] ?? '');
  }

  async authenticate(token: string): Promise<Principal | null> {
    return this.authenticateToken.execute(token);
  }
}
